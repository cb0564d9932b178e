/**
 * Subscriptions to changes of documents on an XCAP server of somebody else (RFC 5874, RFC 5875).
 *
 * <p>Understands what the NOTIFYs say; who asks for the documents is somebody else.
 */
package org.sippresence.clientsubscription.xcapdiff;
