package org.sippresence.xml;

/**
 * Thrown for a document that is not well-formed XML or not of the expected kind. The message is one line without any of the
 * document's text; it may be sent to the client.
 */
public final class MalformedXmlException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedXmlException(String message) {
        super(message);
    }

    public MalformedXmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
