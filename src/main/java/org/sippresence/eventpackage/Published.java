package org.sippresence.eventpackage;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Body;

/**
 * One live publication as a composer sees it.
 *
 * @param id names the publication for as long as it lives, unlike its entity-tag; unique over all publications
 * @param received when its present body arrived
 * @param body checked by {@link EventPackage#check} when it arrived
 */
public record Published(String id, Instant received, Body body) {

    public Published {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(body, "body");
    }
}
