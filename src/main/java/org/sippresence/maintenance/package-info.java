/**
 * Administration of the running server: queries, refreshes, cleanup, ending of subscriptions, and periodic tasks.
 *
 * <p>The only entry point for administration; {@code rest} is its only caller. Works through the same services as SIP, and
 * through {@code pidf} to fill the report tables.
 */
package org.sippresence.maintenance;
