/**
 * The state of one presentity as its lane owns it: read from the database on need, changed in turns, journaled.
 *
 * <p>Stands between the engine and the services; everything that changes a presentity goes through
 * {@link org.sippresence.presentity.Presentities}. Owns the port {@link org.sippresence.presentity.PresentityStore}.
 */
package org.sippresence.presentity;
