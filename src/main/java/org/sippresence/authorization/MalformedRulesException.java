package org.sippresence.authorization;

/** Bytes that are no rules document. The message is one line without any of the document's text. */
public final class MalformedRulesException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedRulesException(String message) {
        super(message);
    }

    public MalformedRulesException(String message, Throwable cause) {
        super(message, cause);
    }
}
