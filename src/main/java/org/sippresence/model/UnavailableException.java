package org.sippresence.model;

/** Thrown if a request could not be processed because of overload or a database failure. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param status of the response: 500 or 503
     */
    public UnavailableException(int status) {
        super("status " + status);
    }
}
