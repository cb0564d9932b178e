package org.sippresence.pidf;

/** A body that is no presence document. The message is one line that may be shown to the client. */
public final class MalformedPidfException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedPidfException(String message) {
        super(message);
    }

    public MalformedPidfException(String message, Throwable cause) {
        super(message, cause);
    }
}
