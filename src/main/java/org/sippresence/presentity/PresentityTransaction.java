package org.sippresence.presentity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.publication.Publication;
import org.sippresence.publication.PublicationStore;
import org.sippresence.registration.Binding;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.RegistrationStore;
import org.sippresence.subscription.OfflineWatcherStore;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionStore;

/**
 * Unit of work on one presentity, executed in its lane. Later transactions see its writes immediately; its external effects
 * ({@link #onCommit}) run after the commit, in a transaction of their own. Must not be used after the work has returned.
 */
public final class PresentityTransaction {

    /** RFC 3680: watchers are also notified of refreshed contacts. */
    private static final EventName REG = new EventName("reg");

    private final PresentityState state;
    private final PresentityMemory memory;
    private final TransactionSubscriptions subscriptions;
    private final Instant now;
    final List<Write> writes = new ArrayList<>(2);
    final List<RegistrationChange> registered = new ArrayList<>(0);
    final List<Consumer<PresentityTransaction>> commitEffects = new ArrayList<>(2);
    final List<Runnable> failureEffects = new ArrayList<>(1);
    final Map<DocumentKey, DocumentChange> documentChanges = new LinkedHashMap<>(0);

    /** Subscriptions that were created, changed in state or ended, in that order of events. */
    final List<Subscription> changedSubscriptions = new ArrayList<>(1);

    Instant earliestExpiry = Instant.MAX;

    /**
     * Counters of subscriptions that this transaction, or the one whose effect it is, removed: their last NOTIFY still needs a
     * CSeq.
     */
    final Map<String, SequenceCounter> ended;

    private final Cause cause;

    /** The change number of this transaction; null while it changes nothing. */
    private ChangeSequence.Open open;

    /**
     * Context that a transaction passes to its commit effects.
     *
     * @param demand the change number of the transaction that caused the effect; 0 if there is none
     */
    record Cause(Map<String, SequenceCounter> ended, long demand) {

        /** Creates the context of a transaction that is no effect. */
        Cause() {
            this(new HashMap<>(0), 0);
        }
    }

    PresentityTransaction(PresentityState state, PresentityMemory memory, Instant now, Cause cause) {
        this.state = state;
        this.memory = memory;
        this.subscriptions = new TransactionSubscriptions(this, state, memory);
        this.now = now;
        this.ended = cause.ended();
        this.cause = cause;
    }

    public Aor presentity() {
        return state.aor;
    }

    /** Returns the time at which the transaction began. */
    public Instant now() {
        return now;
    }

    /** Returns a number that changes whenever the published state changes and never takes an old value again. */
    public long version() {
        return state.version();
    }

    /**
     * Returns the change number of this transaction or of the one that caused it; a new number if there is none. Numbers increase
     * with everything that watchers must be notified of.
     */
    public long changeNumber() {
        long number = causes().demand();
        return number == 0 ? memory.changeSequence.next() : number;
    }

    /** Returns the change number of this transaction, which its rows carry. */
    long changes() {
        if (open == null) {
            open = memory.changeSequence.open();
        }
        return open.number();
    }

    /** Returns the context for the commit effects of this transaction. */
    Cause causes() {
        return open == null ? cause : new Cause(ended, open.number());
    }

    /** Closes the change number: the change is in the outboxes of all watchers concerned, or will never be. */
    void closeChange() {
        if (open != null) {
            memory.changeSequence.close(open);
        }
    }

    /** Assigns a change number, unless nobody watches the presentity. */
    private void recordChange() {
        if (!state.subscriptions.isEmpty()) {
            state.changed = changes();
            writes.add(new Write.SaveChange(state.aor, state.changed, state.subscriptionsChanged));
        }
    }

    /** Assigns a change number for a change of a subscription, if watchers of {@code winfo} packages must be notified of it. */
    void recordSubscriptionChange(Subscription subscription) {
        if (!state.subscriptions.to(subscription.event().name().ofWatchers()).isEmpty()) {
            state.subscriptionsChanged = changes();
            writes.add(new Write.SaveChange(state.aor, state.changed, state.subscriptionsChanged));
        }
    }

    public PublicationStore publications() {
        return new Publications();
    }

    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    /** Returns the presentity's registered contacts. */
    public RegistrationStore registrations() {
        return new Registered();
    }

    /** Returns the presentity's XCAP documents. */
    public DocumentStore documents() {
        return new Documents();
    }

    /** Returns the presentity's tenant. */
    public String pdomain() {
        return memory.pdomain(state.aor);
    }

    /** Returns the presentity's offline watchers. */
    public OfflineWatcherStore offlineWatchers() {
        return new TransactionOfflineWatchers(state, memory, now, writes::add);
    }

    /** Returns the publications of all event packages. */
    public Collection<Publication> allPublications() {
        return List.copyOf(state.publications.values());
    }

    public Optional<Subscription> subscription(String id) {
        return subscriptions.find(id);
    }

    /** Returns whether the presentity has any subscription. */
    public boolean isWatched() {
        return !state.subscriptions.isEmpty();
    }

    /**
     * Returns the counters of a stored subscription, or of one that was removed in this transaction or in the one whose effect
     * this is; new counters for a subscription that was never stored.
     */
    public SequenceCounter numbering(String subscriptionId) {
        return state.subscription(subscriptionId)
                .map(watched -> watched.numbering())
                .or(() -> Optional.ofNullable(ended.get(subscriptionId)))
                .orElseGet(SequenceCounter::fresh);
    }

    /** Reserves a block of sequence numbers, usable after the commit. */
    public void reserve(Subscription subscription) {
        subscriptions.save(subscription);
    }

    /** Stores the authorization decision about a watcher beyond the lifetime of its subscription. */
    public void recordDecision(Subscription subscription) {
        writes.add(new Write.SaveDecision(subscription));
    }

    /** Registers an effect that runs in a later transaction after the commit; directly after this one if it writes nothing. */
    public void onCommit(Consumer<PresentityTransaction> effect) {
        commitEffects.add(effect);
    }

    /** Registers an effect that runs in the lane if the commit fails. */
    public void onFailure(Runnable effect) {
        failureEffects.add(effect);
    }

    /** Saves the presentity's row again if nothing live protects it: a sweep may have removed it, whatever the memory says. */
    void requirePresentityRow() {
        if (!state.saved || !state.holdsLive(now)) {
            state.saved = true;
            writes.add(new Write.SavePresentity(state.aor, memory.pdomain(state.aor)));
        }
    }

    /**
     * Assigns a new version, because something other than the publications on which the composed document depends has changed.
     */
    public void renewVersion() {
        state.renewVersion();
    }

    /** Schedules an expiry check of the presentity at this time. */
    public void wakeBy(Instant when) {
        if (when.isBefore(earliestExpiry)) {
            earliestExpiry = when;
        }
    }

    /** Returns whether anything has expired that is not removed yet. */
    public boolean isOverdue() {
        return firstExpiry().filter(first -> !first.isAfter(now)).isPresent();
    }

    /** Returns the earliest expiry of the presentity's state. */
    Optional<Instant> firstExpiry() {
        return state.firstExpiry();
    }

    /** Ends the work and releases the records made for this transaction. */
    void close() {
        subscriptions.close();
    }

    private final class Publications implements PublicationStore {

        @Override
        public List<Publication> publications(EventName event) {
            List<Publication> found = new ArrayList<>(state.publications.size());
            for (Publication each : state.publications.values()) {
                if (each.event().equals(event)) {
                    found.add(each);
                }
            }
            return found;
        }

        @Override
        public long countInDomain() {
            return memory.counts.with(Countable.PUBLICATIONS, state.aor);
        }

        @Override
        public Optional<Publication> find(EventName event, EntityTag entityTag) {
            for (Publication each : state.publications.values()) {
                if (each.entityTag().equals(entityTag) && each.event().equals(event)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        @Override
        public void save(Publication publication) {
            requirePresentityRow();
            Publication old = state.publications.get(publication.id());
            boolean refreshed = old != null
                    && old.received().equals(publication.received())
                    && old.body().equals(publication.body());
            Publication saved =
                    refreshed ? publication : publication.receivedAt(state.nextReceipt(publication.received()));
            state.publications.put(saved.id(), saved);
            if (old == null || !old.body().equals(saved.body())) {
                state.renewVersion();
                state.changed = changes();
            }
            writes.add(new Write.SavePublication(saved, state.changed));
            wakeBy(saved.expires());
        }

        @Override
        public void remove(Publication publication) {
            if (state.publications.remove(publication.id()) != null) {
                state.renewVersion();
                writes.add(new Write.RemovePublication(publication));
                recordChange();
            }
        }
    }

    private final class Registered implements RegistrationStore {

        @Override
        public List<Binding> bindings() {
            return List.copyOf(state.bindings.values());
        }

        @Override
        public void apply(RegistrationChange wanted) {
            boolean known = wanted.event().ends()
                    || state.bindings.containsKey(wanted.binding().id());
            RegistrationChange change = known
                    ? wanted
                    : wanted.since(state.nextRegistration(wanted.binding().since()));
            Binding binding = change.binding();
            if (change.event().ends()) {
                state.bindings.remove(binding.id());
                writes.add(new Write.RemoveBinding(binding));
                recordChange();
            } else {
                requirePresentityRow();
                state.bindings.put(binding.id(), binding);
                if (change.isVisible() || !state.subscriptions.to(REG).isEmpty()) {
                    state.changed = changes();
                }
                writes.add(new Write.SaveBinding(binding, state.changed));
                wakeBy(binding.expires());
            }
            if (change.isVisible()) {
                state.renewVersion();
            }
            registered.add(change);
        }
    }

    private final class Documents implements DocumentStore {

        @Override
        public List<StoredDocument> list(String auid) {
            return memory.documents(state).of(auid);
        }

        @Override
        public List<StoredDocument> list() {
            return memory.documents(state).all();
        }

        @Override
        public Optional<StoredDocument> find(DocumentKey key) {
            return memory.documents(state).find(own(key));
        }

        @Override
        public void save(StoredDocument document) {
            Optional<StoredDocument> old = find(document.key());
            memory.documentsToChange(state).put(document);
            writes.add(new Write.SaveDocument(document));
            changed(new DocumentChange(document.key(), old, Optional.of(document)));
        }

        @Override
        public void remove(DocumentKey key) {
            Optional<StoredDocument> old = find(key);
            if (memory.documents(state).remove(key)) {
                writes.add(new Write.RemoveDocument(key));
                changed(new DocumentChange(key, old, Optional.empty()));
            }
        }

        private void changed(DocumentChange change) {
            documentChanges.merge(change.key(), change, (earlier, later) -> later.after(earlier));
            recordChange();
        }

        /** Checks the owner: documents of another owner are written in another lane. */
        private DocumentKey own(DocumentKey key) {
            if (!key.owner().equals(state.aor)) {
                throw new IllegalArgumentException(key + " is no document of " + state.aor);
            }
            return key;
        }
    }
}
