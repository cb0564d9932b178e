package org.sippresence.sip;

import org.sippresence.model.Rejection;

/** A request that is refused while it is read. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    BadRequestException(Rejection rejection) {
        super(rejection.reason(), null, false, false);
        this.rejection = rejection;
    }

    BadRequestException(int status, String reason) {
        this(Rejection.of(status, reason));
    }

    Rejection rejection() {
        return rejection;
    }
}
