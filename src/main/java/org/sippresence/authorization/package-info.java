/**
 * Whether a watcher may see a presentity's state.
 *
 * <p>Pure decisions; depends on {@code model} and {@code settings}.
 */
package org.sippresence.authorization;
