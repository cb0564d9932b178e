/**
 * Presence documents: immutable trees of PIDF (RFC 3863) with every extension kept as it was, their codec, their
 * composition, and the older formats that watchers may still ask for.
 *
 * <p>Pure functions over values; may depend on {@code model} alone.
 */
package org.sippresence.pidf;
