package org.sippresence.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Thrown if the database is unreachable or this process has lost its right to use it. An immediate retry would fail as well. */
public final class OutageException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a one-line reason for logs. */
    public OutageException(String reason) {
        super(new IOException(reason));
    }

    public OutageException(String reason, Throwable cause) {
        super(new IOException(reason, cause));
    }
}
