/**
 * Three mechanisms independent of the domain: lanes that order work, the journal that commits it in groups, and deadlines.
 *
 * <p>Depends on no other package of this project.
 */
package org.sippresence.engine;
