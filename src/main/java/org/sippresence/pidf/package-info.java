/**
 * Presence documents: immutable trees of PIDF (RFC 3863) with every extension unchanged, their codec, their composition, and
 * the older formats that watchers may request.
 *
 * <p>Pure functions over values; may depend only on {@code model} and {@code xml}.
 */
package org.sippresence.pidf;
