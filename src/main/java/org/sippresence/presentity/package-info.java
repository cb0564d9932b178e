/**
 * State of one presentity, confined to its lane: loaded from the database on demand, changed in transactions, committed by the
 * journal.
 *
 * <p>Lies between the engine and the services; every change of a presentity goes through
 * {@link org.sippresence.presentity.Presentities}. Owns the port {@link org.sippresence.presentity.PresentityStore}.
 */
package org.sippresence.presentity;
