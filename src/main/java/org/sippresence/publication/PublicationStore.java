package org.sippresence.publication;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;

/**
 * The live publications of one presentity, for one turn of its lane. What is written is seen by the next read at once and
 * is durable when the turn is committed. Not thread-safe.
 */
public interface PublicationStore {

    /** Those of one event package, by the time they were first published, the oldest first. */
    List<Publication> publications(EventName event);

    /** The publication that has this entity-tag now. */
    Optional<Publication> find(EventName event, EntityTag entityTag);

    /** Adds a publication or replaces the one with the same id. */
    void save(Publication publication);

    void remove(Publication publication);
}
