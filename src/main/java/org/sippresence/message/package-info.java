/**
 * MESSAGE (RFC 3428): whether a message may be delivered, by the recipient's rules in XCAP documents of the application usage
 * {@code im-rules}.
 *
 * <p>May use model, authorization, registration, settings and presentity.
 */
package org.sippresence.message;
