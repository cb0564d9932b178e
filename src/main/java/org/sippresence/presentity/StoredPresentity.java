package org.sippresence.presentity;

import java.util.List;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.subscription.Subscription;

/**
 * Everything stored about one presentity.
 *
 * @param publications publications of all event packages, by the time of first publication, expired ones included
 * @param subscriptions subscriptions to all event packages, expired ones included
 * @param bindings registered contacts in the order of first registration, expired ones included
 */
public record StoredPresentity(List<Publication> publications, List<Watched> subscriptions, List<Binding> bindings) {

    public StoredPresentity {
        publications = List.copyOf(publications);
        subscriptions = List.copyOf(subscriptions);
        bindings = List.copyOf(bindings);
    }

    /** A subscription with its stored counters. */
    public record Watched(Subscription subscription, SequenceNumbers counters) {}
}
