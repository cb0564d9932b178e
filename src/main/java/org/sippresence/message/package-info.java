/**
 * MESSAGE (RFC 3428): whether a message may be delivered, by the recipient's rules in XCAP documents of the application usage
 * {@code im-rules}.
 *
 * <p>May use model and registration.
 */
package org.sippresence.message;
