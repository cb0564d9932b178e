package org.sippresence.xcap.client;

/** Why rules could not be found out. What was known before stays in force. */
public enum FetchFailure {
    /** The server did not answer, or not to the end, within {@code xcap_timeout}. */
    TIMEOUT("does not answer in time", true),
    /** No connection, or one that broke. */
    UNREACHABLE("cannot be reached", true),
    /** More waits than the queue takes. */
    OVERLOADED("is asked for more than max_auth_requests_per_tick allows", true),
    /** Redirections are not followed: they could lead anywhere. */
    REDIRECTED("is redirected", false),
    /** 401, 403 or 407. */
    UNAUTHORIZED("may not be read with these credentials", false),
    /** 5xx. */
    SERVER_ERROR("is answered with an error of the server", false),
    /** Any other answer that makes no sense. */
    UNEXPECTED("is answered strangely", false),
    /** Longer than {@code xcap_max_document}. */
    TOO_LARGE("is longer than xcap_max_document", false),
    /** Something else than XML. */
    WRONG_TYPE("is not XML", false),
    /** XML, but no rules. */
    UNREADABLE("cannot be read", false),
    /** The names of a user's documents cannot be looked up. */
    UNNAMED("has no name, for the attributes of users cannot be read", true);

    private final String phrase;
    private final boolean general;

    FetchFailure(String phrase, boolean general) {
        this.phrase = phrase;
        this.general = general;
    }

    /** The end of a sentence that begins with a document. */
    String phrase() {
        return phrase;
    }

    /** Whether it says nothing about the document: the next one will meet it, too. */
    boolean general() {
        return general;
    }
}
