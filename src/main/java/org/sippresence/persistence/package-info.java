/**
 * Stores the state of presentities in H2, MySQL or MariaDB: entities, the store, migrations of the schema.
 *
 * <p>The only user of Jakarta Persistence and Hibernate. May depend on {@code model}, {@code settings} and the packages
 * whose ports it implements; entities stay in this package.
 */
package org.sippresence.persistence;
