package org.sippresence.publication;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;

/**
 * The live publications of one presentity within a transaction. A write is visible to the next read immediately and durable after
 * the commit. Not thread-safe.
 */
public interface PublicationStore {

    /** Returns the publications of one event package, by the time of their first publication, oldest first. */
    List<Publication> publications(EventName event);

    /**
     * Returns the number of publications of all presentities that are counted together with this one: those of its domain if that
     * has a limit of its own, otherwise those of all other domains.
     */
    long countInDomain();

    /** Finds the publication with this current entity-tag. */
    Optional<Publication> find(EventName event, EntityTag entityTag);

    /** Adds a publication or replaces the one with the same id. */
    void save(Publication publication);

    void remove(Publication publication);
}
