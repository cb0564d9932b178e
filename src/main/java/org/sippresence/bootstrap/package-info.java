/**
 * Puts the parts together: one readable page, the only place that sees all packages.
 *
 * <p>Nobody depends on it but the descriptors that name its listener.
 */
package org.sippresence.bootstrap;
