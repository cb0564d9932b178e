package org.sippresence.eventpackage;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Body;

/**
 * One live publication, or what stands for one, as a composer sees it.
 *
 * @param id names the publication for as long as it lives, unlike its entity-tag; unique over all publications
 * @param received when its present body arrived
 * @param body checked by {@link EventPackage#check} when it arrived
 * @param presumed whether nobody said so, but it follows from something else, such as a registration: what was said stands
 *     before it
 */
public record PublishedState(String id, Instant received, Body body, boolean presumed) {

    public PublishedState {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(body, "body");
    }

    /** Something that was said. */
    public PublishedState(String id, Instant received, Body body) {
        this(id, received, body, false);
    }
}
