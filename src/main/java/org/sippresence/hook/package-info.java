/**
 * The few classes that live in the container's class path, beside its own, and through which the application and the
 * container meet: {@code presence-hooks.jar}.
 *
 * <p>Depends on the container only and on nothing of ours. In a foreign container the jar may be absent; what uses these
 * classes must be ready for a {@link java.lang.NoClassDefFoundError} and fall back to the servlet API.
 */
package org.sippresence.hook;
