/**
 * What an operator can set: one validated record per capability, and the table of keys they are read from.
 *
 * <p>Read once at start-up. Depends on {@code model} and the configuration library; everything that has settings may use it.
 */
package org.sippresence.settings;
