/**
 * The operator's settings: one validated record per capability, and the table of keys from which they are read.
 *
 * <p>Read once at the start. Depends on {@code model} and the configuration library; any package with settings may use
 * it.
 */
package org.sippresence.settings;
