/**
 * Who may do what: callers, operations and the table of permissions ({@link org.sippresence.access.AccessPolicy}), and the
 * tokens of administrators ({@link org.sippresence.access.AccessTokens}).
 *
 * <p>Every decision about a caller's rights is made here; other packages identify the caller and name the operation. What a
 * watcher sees of a presentity is decided by the presentity's rules, in {@code authorization}. May use model. The port is
 * {@link org.sippresence.access.AccessTokenStore}.
 */
package org.sippresence.access;
