package org.sippresence.presentity;

import java.util.List;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.subscription.Subscription;

/**
 * All that is stored about one presentity.
 *
 * @param publications of all event packages, by the time they were first published; expired ones included
 * @param subscriptions to all event packages; expired ones included
 * @param bindings its registered contacts, the one first registered first; expired ones included
 */
public record StoredPresentity(List<Publication> publications, List<Watched> subscriptions, List<Binding> bindings) {

    public StoredPresentity {
        publications = List.copyOf(publications);
        subscriptions = List.copyOf(subscriptions);
        bindings = List.copyOf(bindings);
    }

    /** Of a presentity without contacts. */
    public StoredPresentity(List<Publication> publications, List<Watched> subscriptions) {
        this(publications, subscriptions, List.of());
    }

    /** A subscription with the counters to go on from. */
    public record Watched(Subscription subscription, SequenceNumbers counters) {}
}
