package org.sippresence.xcap;

import java.util.Optional;
import org.sippresence.authorization.MalformedRulesException;

/** Checks a document before it is stored, on behalf of the component that will read it. A pure function; called in a lane. */
@FunctionalInterface
public interface DocumentCheck {

    /** Returns the reason why the document cannot be read, one line for humans; empty if it can be read. */
    Optional<String> objection(byte[] document);

    /** Parses rules. */
    @FunctionalInterface
    interface RulesParser {

        /** Parses a document. The check ignores the result. */
        Object read(byte[] document) throws MalformedRulesException;
    }

    /** Returns a check that accepts the documents that the parser accepts. */
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

    /** Returns a check that accepts everything, for documents that only clients read. */
    static DocumentCheck none() {
        return document -> Optional.empty();
    }
}
