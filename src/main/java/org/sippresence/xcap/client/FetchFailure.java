package org.sippresence.xcap.client;

/** Why rules could not be retrieved. The last known rules stay in force. */
public enum FetchFailure {
    /** The server did not respond completely within {@code xcap_timeout}. */
    TIMEOUT("got no response in time", true),
    /** The connection could not be established or broke. */
    UNREACHABLE("cannot be reached", true),
    /** The queue of requests is full. */
    OVERLOADED("was not requested: the limit max_auth_requests_per_tick is exceeded", true),
    /** Redirects are not followed: they could lead to any server. */
    REDIRECTED("is redirected", false),
    /** 401, 403 or 407. */
    UNAUTHORIZED("cannot be read with these credentials", false),
    /** 5xx. */
    SERVER_ERROR("got an error response of the server", false),
    /** Any other unexpected response. */
    UNEXPECTED("got an unexpected response", false),
    /** The document is longer than {@code xcap_max_document}. */
    TOO_LARGE("is longer than xcap_max_document", false),
    /** The body is not XML. */
    WRONG_TYPE("is not XML", false),
    /** The body is XML, but no rules document. */
    UNREADABLE("is not a rules document", false),
    /** The names of a user's documents cannot be looked up. */
    UNNAMED("has no document name: the attributes of users cannot be read", true);

    private final String phrase;
    private final boolean general;

    FetchFailure(String phrase, boolean general) {
        this.phrase = phrase;
        this.general = general;
    }

    /** Returns the end of a log sentence whose subject is a document. */
    String phrase() {
        return phrase;
    }

    /** Whether the failure is independent of the document, so that requests for other documents fail likewise. */
    boolean isGeneral() {
        return general;
    }
}
