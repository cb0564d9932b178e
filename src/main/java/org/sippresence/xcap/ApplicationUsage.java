package org.sippresence.xcap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;

/**
 * An application usage (RFC 4825 section 5).
 *
 * @param auid its AUID, such as {@code resource-lists}
 * @param type the MIME type of whole documents
 * @param namespace the default namespace of node selectors
 * @param generated whether the server generates the documents, so that clients cannot write them
 * @param validity the constraints on documents
 */
record ApplicationUsage(String auid, MediaType type, String namespace, boolean generated, Validity validity) {

    /** The constraints of an application usage beyond well-formedness. */
    @FunctionalInterface
    interface Validity {

        /**
         * Validates a document before it is stored.
         *
         * @throws ConflictException if the document violates a constraint
         */
        void check(Candidate candidate) throws ConflictException;
    }

    /**
     * A document that is about to be stored.
     *
     * @param others the owner's other documents of the same usage
     */
    record Candidate(DocumentKey key, XmlText document, List<StoredDocument> others) {

        XmlElement root() {
            return document.root();
        }

        void requireRoot(String namespace, String name) throws ConflictException {
            if (!root().is(namespace, name)) {
                throw new ConflictException(
                        Conflict.SCHEMA, "the root element is not " + name + " in the namespace " + namespace);
            }
        }

        byte[] bytes() {
            return document.text().getBytes(StandardCharsets.UTF_8);
        }
    }
}
