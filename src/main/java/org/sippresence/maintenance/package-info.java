/**
 * What an operator asks of the running server: look, refresh, clean, end.
 *
 * <p>The one door for administration; {@code rest} is its only caller. Works through the same services as SIP does.
 */
package org.sippresence.maintenance;
