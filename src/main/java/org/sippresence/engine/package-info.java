/**
 * Three mechanisms without domain words: lanes that order work, the journal that commits it in groups, and deadlines.
 *
 * <p>Depends on nothing of ours.
 */
package org.sippresence.engine;
