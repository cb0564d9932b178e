package org.sippresence.xcap;

import java.util.Map;
import java.util.Optional;
import org.sippresence.xml.XmlWriter;

/**
 * One operation that changes one version of a document into another (RFC 5261 section 4).
 *
 * @param operation {@code add}, {@code replace} or {@code remove}
 * @param sel the location; its steps are positions, so that no prefixes are needed
 * @param how further attributes of the operation
 * @param content the added or replacing content; empty for {@code remove}
 */
record PatchOperation(String operation, String sel, Map<String, String> how, Optional<Content> content) {

    static final String ADD = "add";
    static final String REPLACE = "replace";
    static final String REMOVE = "remove";

    PatchOperation {
        how = Map.copyOf(how);
    }

    /**
     * XML extracted from a document.
     *
     * @param text as written in the document
     * @param namespaces the namespaces in scope, by prefix
     */
    record Content(String text, Map<String, String> namespaces) {

        /** Quotes the value of an attribute. */
        static Content of(String value) {
            return new Content(new XmlWriter().text(value).toString(), Map.of());
        }
    }
}
