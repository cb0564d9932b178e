/**
 * The interface that an event package implements, and the registry of those that this server knows.
 *
 * <p>Depends on {@code model} alone; plug-ins under {@code events} implement it.
 */
package org.sippresence.eventpackage;
