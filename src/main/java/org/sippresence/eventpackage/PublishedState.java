package org.sippresence.eventpackage;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Body;

/**
 * A live publication, or equivalent state, as input of a composer.
 *
 * @param id identifies the publication during its lifetime, unlike its entity-tag; unique over all publications
 * @param received when its current body arrived
 * @param body checked by {@link EventPackage#check} when it arrived
 * @param presumed whether the state is derived from something else, such as a registration; explicitly published state takes
 * precedence
 */
public record PublishedState(String id, Instant received, Body body, boolean presumed) {

    public PublishedState {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(body, "body");
    }

    /** Creates explicitly published state. */
    public PublishedState(String id, Instant received, Body body) {
        this(id, received, body, false);
    }
}
