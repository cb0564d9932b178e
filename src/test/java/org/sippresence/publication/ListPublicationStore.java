package org.sippresence.publication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;

/** Publications of one presentity in the order in which they were first published. */
final class ListPublicationStore implements PublicationStore {

    private final Map<String, Publication> byId = new LinkedHashMap<>();

    List<Publication> all() {
        return new ArrayList<>(byId.values());
    }

    Publication only() {
        if (byId.size() != 1) {
            throw new AssertionError(byId.size() + " publications");
        }
        return byId.values().iterator().next();
    }

    @Override
    public List<Publication> publications(EventName event) {
        return byId.values().stream().filter(each -> each.event().equals(event)).toList();
    }

    /** Publications of others that are counted together with these. */
    long elsewhere;

    @Override
    public long countInDomain() {
        return elsewhere + byId.size();
    }

    @Override
    public Optional<Publication> find(EventName event, EntityTag entityTag) {
        return publications(event).stream()
                .filter(each -> each.entityTag().equals(entityTag))
                .findFirst();
    }

    @Override
    public void save(Publication publication) {
        byId.put(publication.id(), publication);
    }

    @Override
    public void remove(Publication publication) {
        byId.remove(publication.id());
    }
}
