package org.sippresence.xcap;

import java.util.Optional;

/** Checks a document before it is stored, on behalf of the component that will read it. A pure function; called in a lane. */
@FunctionalInterface
public interface DocumentCheck {

    /** Returns the reason why the document cannot be read, one line for humans; empty if it can be read. */
    Optional<String> objection(byte[] document);
}
