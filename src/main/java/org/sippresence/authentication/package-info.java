/**
 * HTTP Digest authentication (RFC 7616), which SIP shares (RFC 3261 section 22, RFC 8760): challenges and the
 * verification of responses to them.
 *
 * <p>Independent of HTTP and SIP messages. May use model, settings and account.
 */
package org.sippresence.authentication;
