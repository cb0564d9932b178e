/**
 * From everything known about a presentity to one document.
 *
 * <p>Pure; depends on {@code model}, {@code eventpackage} and {@code publication}.
 */
package org.sippresence.composition;
