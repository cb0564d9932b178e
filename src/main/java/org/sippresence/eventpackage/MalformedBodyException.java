package org.sippresence.eventpackage;

/** Thrown if a body does not conform to its media type. The message is one line that may be shown to the client. */
public final class MalformedBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedBodyException(String message) {
        super(message);
    }

    public MalformedBodyException(String message, Throwable cause) {
        super(message, cause);
    }
}
