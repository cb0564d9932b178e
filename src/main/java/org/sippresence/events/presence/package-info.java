/**
 * The event package {@code presence} (RFC 3856).
 *
 * <p>A plug-in: listed in {@code bootstrap}, otherwise used through {@code eventpackage}; depends on {@code model},
 * {@code eventpackage} and {@code pidf}.
 */
package org.sippresence.events.presence;
