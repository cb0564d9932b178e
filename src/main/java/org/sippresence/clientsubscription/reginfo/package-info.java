/**
 * Contacts that users have registered elsewhere, as the registrar tells in {@code reg} events (RFC 3680).
 *
 * <p>Understands what the NOTIFYs say and hands it on; who keeps the contacts is somebody else.
 */
package org.sippresence.clientsubscription.reginfo;
