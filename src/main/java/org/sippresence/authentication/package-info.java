/**
 * HTTP Digest authentication (RFC 7616), which SIP shares (RFC 3261 section 22, RFC 8760): challenges and the
 * verification of responses to them. Failed attempts of each source, and where HTTP requests come from.
 *
 * <p>Independent of SIP messages. May use engine, model, settings and account.
 */
package org.sippresence.authentication;
