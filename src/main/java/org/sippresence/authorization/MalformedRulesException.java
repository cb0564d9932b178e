package org.sippresence.authorization;

/** Thrown for bytes that are no rules document. The message is one line without any of the document's text. */
public final class MalformedRulesException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedRulesException(String message) {
        super(message);
    }

    public MalformedRulesException(String message, Throwable cause) {
        super(message, cause);
    }
}
