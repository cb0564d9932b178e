/**
 * From everything known about a presentity to one document.
 *
 * <p>Pure; depends on {@code model}, {@code eventpackage}, {@code publication} and {@code registration}.
 */
package org.sippresence.composition;
