package org.sippresence.authentication;

/**
 * A nonce that this server created and that has not expired.
 *
 * @param id the first bytes of its MAC, which nobody can predict
 * @param created milliseconds since 1970
 */
record Nonce(long id, long created) {}
