package org.sippresence.composition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sippresence.eventpackage.Composer;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;

/** Composes the state of one presentity in one event package. */
public final class Composition {

    private Composition() {}

    /**
     * Composes one document from all publications and other state.
     *
     * @param beside state from other sources: documents of pidf-manipulation (RFC 4827), contacts
     * @param publications in the order in which they were first published
     */
    public static Document compose(
            EventPackage eventPackage, Aor presentity, List<PublishedState> beside, List<Publication> publications) {
        List<PublishedState> published = Stream.concat(
                        beside.stream(),
                        publications.stream().map(each -> new PublishedState(each.id(), each.received(), each.body())))
                .toList();
        return composer(eventPackage).compose(presentity, published);
    }

    /** Returns the document of a presentity without any state. */
    public static Document nothing(EventPackage eventPackage, Aor presentity) {
        return composer(eventPackage).compose(presentity, List.of());
    }

    private static Composer composer(EventPackage eventPackage) {
        return eventPackage
                .composer()
                .orElseThrow(() -> new IllegalArgumentException(eventPackage.name() + " is not composed"));
    }

    /** Derives state from registered contacts; of contacts with the same URI only the first counts. */
    public static List<PublishedState> ofContacts(EventPackage eventPackage, Aor presentity, List<Binding> bindings) {
        List<PublishedState> all = new ArrayList<>(bindings.size());
        Set<String> contacts = new HashSet<>();
        for (Binding each : bindings) {
            if (contacts.add(each.contact())) {
                eventPackage
                        .ofContact(presentity, each.contact())
                        .ifPresent(body -> all.add(new PublishedState(each.id(), each.since(), body, true)));
            }
        }
        return all;
    }
}
