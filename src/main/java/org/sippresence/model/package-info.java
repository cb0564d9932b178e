/**
 * The words of SIP event state that every other package speaks: addresses, tags, bodies, dialogs and changes.
 *
 * <p>Immutable values only; may depend on nothing but the JDK.
 */
package org.sippresence.model;
