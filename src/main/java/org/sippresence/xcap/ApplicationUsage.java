package org.sippresence.xcap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;

/**
 * An application usage (RFC 4825 section 5): what a kind of documents looks like.
 *
 * @param auid its id, such as {@code resource-lists}
 * @param type of whole documents
 * @param namespace of names without prefix in node selectors
 * @param generated whether documents are made by the server, so that nobody may write them
 * @param validity what documents must be
 */
record ApplicationUsage(String auid, MediaType type, String namespace, boolean generated, Validity validity) {

    ApplicationUsage {
        Objects.requireNonNull(validity, "validity");
    }

    /** The constraints of an application usage, beyond being well-formed. */
    @FunctionalInterface
    interface Validity {

        /**
         * Looks at a document before it is stored.
         *
         * @throws ConflictException if it must not be
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

        byte[] bytes() {
            return document.text().getBytes(StandardCharsets.UTF_8);
        }
    }
}
