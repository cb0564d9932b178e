package org.sippresence.xcap;

import java.util.Optional;

/** What another part of the server, which will read a document, says about it before it is stored. Pure; called in a lane. */
@FunctionalInterface
public interface DocumentCheck {

    /** Why the document cannot be read, one line for people; empty if it can. */
    Optional<String> objection(byte[] document);

    /** Nobody reads it but clients. */
    static DocumentCheck none() {
        return document -> Optional.empty();
    }
}
