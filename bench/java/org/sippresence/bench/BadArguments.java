package org.sippresence.bench;

/** The command line makes no sense; the message says why, in one line. */
final class BadArguments extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadArguments(String message) {
        super(message);
    }
}
