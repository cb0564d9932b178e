/**
 * Authorization of watchers: whether and which part of a presentity's state they see, by rules of RFC 4745 and RFC 5025; and
 * message rules.
 *
 * <p>Pure decisions; depends on {@code model}, {@code access}, {@code xml}, {@code pidf} and {@code settings}.
 */
package org.sippresence.authorization;
