/**
 * Subscriptions to changes of documents on an external XCAP server (RFC 5874, RFC 5875).
 *
 * <p>Parses the NOTIFYs; the documents are requested elsewhere.
 */
package org.sippresence.clientsubscription.xcapdiff;
