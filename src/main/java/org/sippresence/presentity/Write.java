package org.sippresence.presentity;

import org.sippresence.model.Aor;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;

/** One row to be written. Lanes are the only writers of their rows, so each is an unconditional upsert or delete. */
public sealed interface Write {

    /**
     * The first time that something is known of a presentity.
     *
     * @param pdomain the tenant that it belongs to
     */
    record SavePresentity(Aor presentity, String pdomain) implements Write {

        /** Of the tenant whose users register here. */
        public SavePresentity(Aor presentity) {
            this(presentity, PresentityMemory.REGISTRAR);
        }
    }

    /**
     * A publication, new or changed.
     *
     * @param changed the number of the newest change of the presentity
     */
    record SavePublication(Publication publication, long changed) implements Write {

        /** Whose change nobody has to be told of. */
        public SavePublication(Publication publication) {
            this(publication, 0);
        }
    }

    record RemovePublication(Publication publication) implements Write {}

    /**
     * A subscription with the reserved ends of its counters.
     *
     * @param reserved stored as they are: loading gives them back as the last ones used
     * @param demanded the number of what its watcher is to be told of
     */
    record SaveSubscription(Subscription subscription, SequenceNumbers reserved, long demanded) implements Write {

        /** Whose watcher has to be told of nothing. */
        public SaveSubscription(Subscription subscription, SequenceNumbers reserved) {
            this(subscription, reserved, 0);
        }
    }

    record RemoveSubscription(Subscription subscription) implements Write {}

    /**
     * What was decided about a watcher, kept beyond the subscription (table {@code watchers}): the state and the reason of
     * the subscription that it carries.
     */
    record SaveDecision(Subscription subscription) implements Write {}

    /**
     * A registered contact, new or refreshed (table {@code location}).
     *
     * @param changed the number of the newest change of the presentity
     */
    record SaveBinding(Binding binding, long changed) implements Write {

        /** Whose change nobody has to be told of. */
        public SaveBinding(Binding binding) {
            this(binding, 0);
        }
    }

    /**
     * A change of a watched presentity that leaves no other row, such as a removal.
     *
     * @param changed the number of the newest change of what is published, registered or ruled
     * @param moved the number of the newest change of its subscriptions
     */
    record SaveChange(Aor presentity, long changed, long moved) implements Write {}

    /**
     * What was acknowledged.
     *
     * @param id of a subscription, or {@link Acknowledgements#ALL}
     */
    record SaveMark(String id, long acknowledged) implements Write {}

    /** A subscription does not lag any more. */
    record RemoveMark(String id) implements Write {}

    record RemoveBinding(Binding binding) implements Write {}

    /** An XCAP document, new or changed (table {@code xcap}). */
    record SaveDocument(StoredDocument document) implements Write {}

    record RemoveDocument(DocumentKey key) implements Write {}

    /** A watcher who came while the presentity was offline, new or again (table {@code offline_winfo}). */
    record SaveOfflineWatcher(OfflineWatcher watcher) implements Write {}

    record RemoveOfflineWatcher(OfflineWatcher watcher) implements Write {}
}
