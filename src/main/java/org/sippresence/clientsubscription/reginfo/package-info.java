/**
 * Contacts that users have registered at another registrar, learned from its {@code reg} events (RFC 3680).
 *
 * <p>Parses the NOTIFYs and passes the contacts on; they are stored elsewhere.
 */
package org.sippresence.clientsubscription.reginfo;
