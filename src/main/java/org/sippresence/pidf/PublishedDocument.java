package org.sippresence.pidf;

import java.time.Instant;
import java.util.Objects;

/**
 * One publication, as {@link PidfMerge} sees it.
 *
 * @param id names the publication for as long as it lives
 * @param received when its document arrived
 * @param presumed whether nobody said so: its tuples stand last unless they have a priority
 */
public record PublishedDocument(String id, Instant received, Pidf document, boolean presumed) {

    public PublishedDocument {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(document, "document");
    }

    /** A document that somebody published. */
    public PublishedDocument(String id, Instant received, Pidf document) {
        this(id, received, document, false);
    }
}
