/**
 * Offline watchers: SUBSCRIBEs that arrive while the presentity is offline are recorded, and the presentity is notified of them
 * when it subscribes to its watcher information again (SER's offline watcher information).
 *
 * <p>Depends on {@code model}, {@code settings}, {@code subscription}, {@code presentity}, and {@code notification} for
 * notifying.
 */
package org.sippresence.offline;
