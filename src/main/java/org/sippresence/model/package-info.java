/**
 * The common types of SIP event state that all other packages use: addresses, tags, bodies, dialogs and changes.
 *
 * <p>Immutable values only; depends only on the JDK.
 */
package org.sippresence.model;
