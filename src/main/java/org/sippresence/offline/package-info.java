/**
 * Watchers who come while the presentity is offline: they are stored, and the presentity is told of them when it asks for its
 * watchers again (SER's offline watcher information).
 *
 * <p>Depends on {@code model}, {@code settings}, {@code subscription}, {@code presentity}, and {@code notification} for telling.
 */
package org.sippresence.offline;
