/**
 * The interface implemented by event packages, and the registry of the packages of this server.
 *
 * <p>Depends on {@code model} alone; plug-ins under {@code events} implement it.
 */
package org.sippresence.eventpackage;
