package org.sippresence.pidf;

import java.time.Instant;
import java.util.Objects;

/**
 * One publication, as {@link PidfMerge} sees it.
 *
 * @param id names the publication for as long as it lives
 * @param received when its document arrived
 */
public record Source(String id, Instant received, Pidf document) {

    public Source {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(document, "document");
    }
}
