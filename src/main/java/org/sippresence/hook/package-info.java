/**
 * The few classes in the container's class path ({@code presence-hooks.jar}), through which application and container exchange
 * data.
 *
 * <p>Depends on the container only. In a foreign container the jar may be absent; users of these classes must handle a
 * {@link java.lang.NoClassDefFoundError} and fall back to the servlet API.
 */
package org.sippresence.hook;
