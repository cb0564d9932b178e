/**
 * Watcher information for every event package: the template {@code *.winfo} (RFC 3857) and its documents (RFC 3858).
 *
 * <p>A plug-in: listed in {@code bootstrap}; depends on {@code model}, {@code xml}, {@code eventpackage},
 * {@code authorization}, {@code subscription}, and on {@code presentity} and {@code notification} to notify of changes.
 */
package org.sippresence.events.winfo;
