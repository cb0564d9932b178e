package org.sippresence.pidf;

import java.time.Instant;
import java.util.Objects;

/**
 * One publication as input of {@link PidfMerge}.
 *
 * @param id identifies the publication during its lifetime
 * @param received when its document arrived
 * @param presumed whether the server derived the state without a publication: its tuples come last unless they have a
 *     priority
 */
public record PublishedDocument(String id, Instant received, Pidf document, boolean presumed) {

    public PublishedDocument {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(document, "document");
    }

    /** Creates a document of a real publication. */
    public PublishedDocument(String id, Instant received, Pidf document) {
        this(id, received, document, false);
    }
}
