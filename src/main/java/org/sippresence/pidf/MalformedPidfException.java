package org.sippresence.pidf;

/** Thrown for a body that is no presence document. The message is one line that may be sent to the client. */
public final class MalformedPidfException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedPidfException(String message) {
        super(message);
    }

    public MalformedPidfException(String message, Throwable cause) {
        super(message, cause);
    }
}
