package org.sippresence.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The database cannot be reached, or this process may not use it any more. Another attempt at once would fail as well. */
public final class OutageException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    /** With a reason for logs, one line. */
    public OutageException(String reason) {
        super(new IOException(reason));
    }

    public OutageException(String reason, Throwable cause) {
        super(new IOException(reason, cause));
    }
}
