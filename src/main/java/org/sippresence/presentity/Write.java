package org.sippresence.presentity;

import org.sippresence.model.Aor;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;

/** One row to upsert or delete, unconditionally, since the lane is the only writer of its rows. */
public sealed interface Write {

    /**
     * Saves the row of a presentity on its first use.
     *
     * @param pdomain the tenant of the presentity
     */
    record SavePresentity(Aor presentity, String pdomain) implements Write {

        /** The default tenant. */
        static final String REGISTRAR = "registrar";

        /** Creates the write for the default tenant, whose users register here. */
        public SavePresentity(Aor presentity) {
            this(presentity, REGISTRAR);
        }
    }

    /**
     * Saves a new or changed publication.
     *
     * @param changed the newest change number of the presentity
     */
    record SavePublication(Publication publication, long changed) implements Write {

        /** Creates the write for a change without watchers to notify. */
        public SavePublication(Publication publication) {
            this(publication, 0);
        }
    }

    record RemovePublication(Publication publication) implements Write {}

    /**
     * Saves a subscription with the ends of its reserved blocks.
     *
     * @param reserved the ends of the reserved blocks; loading returns them as the last used numbers
     * @param demanded the number of the change of which its watcher must be notified
     */
    record SaveSubscription(Subscription subscription, SequenceNumbers reserved, long demanded) implements Write {}

    record RemoveSubscription(Subscription subscription) implements Write {}

    /**
     * Saves the authorization decision about a watcher beyond its subscription (table {@code watchers}): state and reason of the
     * given subscription.
     */
    record SaveDecision(Subscription subscription) implements Write {}

    /**
     * Saves a new or refreshed contact (table {@code location}).
     *
     * @param changed the newest change number of the presentity
     */
    record SaveBinding(Binding binding, long changed) implements Write {}

    /**
     * Saves the change numbers of a watched presentity for a change that leaves no other row, such as a removal.
     *
     * @param changed the number of the newest change of publications, contacts or rules
     * @param subscriptionsChanged the number of the newest change of the subscriptions
     */
    record SaveChange(Aor presentity, long changed, long subscriptionsChanged) implements Write {}

    /**
     * Saves an acknowledged change number.
     *
     * @param id the id of a subscription, or {@link Acknowledgements#ALL}
     */
    record SaveMark(String id, long acknowledged) implements Write {}

    /** Removes the mark of a subscription that does not lag any more. */
    record RemoveMark(String id) implements Write {}

    record RemoveBinding(Binding binding) implements Write {}

    /** Saves a new or changed XCAP document (table {@code xcap}). */
    record SaveDocument(StoredDocument document) implements Write {}

    record RemoveDocument(DocumentKey key) implements Write {}

    /** Saves a new or repeated offline watcher (table {@code offline_winfo}). */
    record SaveOfflineWatcher(OfflineWatcher watcher) implements Write {}

    record RemoveOfflineWatcher(OfflineWatcher watcher) implements Write {}
}
