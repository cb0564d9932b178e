/**
 * Composition of everything known about a presentity into one document.
 *
 * <p>Pure; depends on {@code model}, {@code eventpackage}, {@code publication} and {@code registration}.
 */
package org.sippresence.composition;
