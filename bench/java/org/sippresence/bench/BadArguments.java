package org.sippresence.bench;

/** Thrown for invalid command line arguments; the message says why, in one line. */
final class BadArguments extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadArguments(String message) {
        super(message);
    }
}
