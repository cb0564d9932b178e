/**
 * What an operator asks of the running server: look, refresh, clean, end; and what runs from time to time.
 *
 * <p>The one door for administration; {@code rest} is its only caller. Works through the same services as SIP does,
 * and through {@code pidf} to take documents apart for reports.
 */
package org.sippresence.maintenance;
