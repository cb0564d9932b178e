package org.sippresence.presentity;

/** Without a database there is no room for more presentities than the memory may hold. */
public final class MemoryFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MemoryFullException(int limit) {
        super("memory holds its limit of " + limit + " presentities");
    }
}
