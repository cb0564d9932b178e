package org.sippresence.bench;

/** Thrown if a scenario cannot continue: the server does not respond, or a required tool fails. */
final class BenchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message);
    }

    BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
