/**
 * HTTP Digest (RFC 7616), which SIP shares (RFC 3261 section 22, RFC 8760): challenges, and who it is that answers them.
 *
 * <p>Knows neither HTTP nor SIP messages. May use model, settings and subscriber.
 */
package org.sippresence.authentication;
