package org.sippresence.xcap;

import java.util.Optional;
import org.sippresence.authorization.MalformedRulesException;

/** What another part of the server, which will read a document, says about it before it is stored. Pure; called in a lane. */
@FunctionalInterface
public interface DocumentCheck {

    /** Why the document cannot be read, one line for people; empty if it can. */
    Optional<String> objection(byte[] document);

    /** Reads rules. */
    @FunctionalInterface
    interface RulesParser {

        /** What was read, which is not looked at. */
        Object read(byte[] document) throws MalformedRulesException;
    }

    /** Whoever decides by the document can read it. */
    static DocumentCheck readBy(RulesParser parser) {
        return document -> {
            try {
                Object unused = parser.read(document);
                return Optional.empty();
            } catch (MalformedRulesException e) {
                return Optional.of(e.getMessage());
            }
        };
    }

    /** Nobody reads it but clients. */
    static DocumentCheck none() {
        return document -> Optional.empty();
    }
}
