/**
 * The wiring of all parts, the only place that depends on all packages.
 *
 * <p>Used only by the descriptors that name its listener.
 */
package org.sippresence.bootstrap;
