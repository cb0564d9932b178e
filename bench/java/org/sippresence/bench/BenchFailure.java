package org.sippresence.bench;

/** A scenario cannot go on: the server does not answer, or a tool that it needs fails. */
final class BenchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message);
    }

    BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
