package org.sippresence.model;

/** A request could not be decided: there is too much to do, or the database failed. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param status of the response: 500 or 503 */
    public UnavailableException(int status) {
        super("status " + status);
    }
}
