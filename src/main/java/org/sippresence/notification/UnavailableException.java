package org.sippresence.notification;

/** A request could not be decided: there is too much to do, or the database failed. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param status as of {@link Requesting#failed} */
    public UnavailableException(int status) {
        super("status " + status);
    }
}
