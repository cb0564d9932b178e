/**
 * Attributes of users set by an administrator, such as the name of their rules document.
 *
 * <p>The port is {@link org.sippresence.attributes.UserAttributes}. May use model; {@code xcap}, {@code rest} and
 * {@code persistence} depend on it.
 */
package org.sippresence.attributes;
