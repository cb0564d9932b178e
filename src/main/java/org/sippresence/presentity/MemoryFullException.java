package org.sippresence.presentity;

/** Thrown without a database when the configured limit of presentities in memory is reached. */
public final class MemoryFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MemoryFullException(int limit) {
        super("memory holds its limit of " + limit + " presentities");
    }
}
