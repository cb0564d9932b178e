/**
 * Whether a watcher may see a presentity's state, and what of it: rules of RFC 4745 and RFC 5025, and rules for messages.
 *
 * <p>Pure decisions; depends on {@code model}, {@code pidf} and {@code settings}.
 */
package org.sippresence.authorization;
