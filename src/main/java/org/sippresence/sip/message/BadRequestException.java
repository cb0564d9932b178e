package org.sippresence.sip.message;

import org.sippresence.model.Rejection;

/** A request that is rejected while it is read. */
public final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    public BadRequestException(Rejection rejection) {
        super(rejection.reason(), null, false, false);
        this.rejection = rejection;
    }

    public BadRequestException(int status, String reason) {
        this(Rejection.of(status, reason));
    }

    public Rejection rejection() {
        return rejection;
    }
}
