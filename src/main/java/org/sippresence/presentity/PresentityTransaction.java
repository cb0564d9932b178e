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
 * One piece of work on one presentity, in its lane. What it writes is seen by later turns at once; what it promised to the
 * outside ({@link #onCommit}) happens after the commit, in a turn of its own. Must not be kept beyond the work it was made
 * for.
 */
public final class PresentityTransaction {

    /** RFC 3680: told of refreshed contacts, too. */
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

    /** Subscriptions that were made, have another state or ended, in that order. */
    final List<Subscription> moved = new ArrayList<>(1);

    Instant earliestExpiry = Instant.MAX;

    /** Subscriptions that this turn, or the one whose effect it is, removed: their last NOTIFY still needs a number. */
    final Map<String, SequenceCounter> ended;

    private final Cause cause;

    /** The number of what this turn changes; null while it changes nothing. */
    private ChangeSequence.Open open;

    /**
     * What a turn that is an effect goes on with.
     *
     * @param demand the number of the change that it follows from; 0 if there is none
     */
    record Cause(Map<String, SequenceCounter> ended, long demand) {

        /** Of a turn that is no effect. */
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

    /** The time at which the turn began. */
    public Instant now() {
        return now;
    }

    /** Changes whenever something that is published changes, and never comes back to an old value. */
    public long version() {
        return state.version;
    }

    /** Rises with everything that watchers have to be told of: the number of what this turn changes or follows from. */
    public long changeNumber() {
        long number = causes().demand();
        return number == 0 ? memory.changeSequence().next() : number;
    }

    /** The number of what this turn changes, which its rows carry. */
    long changes() {
        if (open == null) {
            open = memory.changeSequence().open();
        }
        return open.number();
    }

    /** What an effect of this turn goes on with. */
    Cause causes() {
        return open == null ? cause : new Cause(ended, open.number());
    }

    /** What this turn changes is in the outboxes of all who have to be told, or will never be. */
    void closeChange() {
        if (open != null) {
            memory.changeSequence().close(open);
        }
    }

    /** What nobody watches needs no number. */
    private void recordChange() {
        if (!state.subscriptions.isEmpty()) {
            state.changed = changes();
            writes.add(new Write.SaveChange(state.aor, state.changed, state.moved));
        }
    }

    /** A subscription ends, of which those who watch watchers are told. */
    void recordSubscriptionChange(Subscription subscription) {
        if (!state.subscriptions.to(subscription.event().name().ofWatchers()).isEmpty()) {
            state.moved = changes();
            writes.add(new Write.SaveChange(state.aor, state.changed, state.moved));
        }
    }

    public PublicationStore publications() {
        return new Publications();
    }

    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    /** The presentity's registered contacts. */
    public RegistrationStore registrations() {
        return new Registered();
    }

    /** The presentity's XCAP documents. */
    public DocumentStore documents() {
        return new Documents();
    }

    /** The tenant that the presentity belongs to. */
    public String pdomain() {
        return memory.pdomain(state.aor);
    }

    /** The watchers who came while the presentity was offline. */
    public OfflineWatcherStore offlineWatchers() {
        return new TransactionOfflineWatchers(state, memory, now, writes::add);
    }

    /** All publications, whatever their event package. */
    public Collection<Publication> allPublications() {
        return List.copyOf(state.publications.values());
    }

    public Optional<Subscription> subscription(String id) {
        return subscriptions.find(id);
    }

    /** Whether there is any subscription. */
    public boolean isWatched() {
        return !state.subscriptions.isEmpty();
    }

    /**
     * The numbers of a stored subscription, or of one that was removed in this turn or the turn whose effect this one is; new
     * ones for a subscription that never was stored.
     */
    public SequenceCounter numbering(String subscriptionId) {
        return state.subscription(subscriptionId)
                .map(watched -> watched.numbering())
                .or(() -> Optional.ofNullable(ended.get(subscriptionId)))
                .orElseGet(SequenceCounter::fresh);
    }

    /** Reserves a block of numbers; they may be used after the commit. */
    public void reserve(Subscription subscription) {
        subscriptions.save(subscription);
    }

    /** Remembers what was decided about a watcher beyond its subscription. */
    public void recordDecision(Subscription subscription) {
        writes.add(new Write.SaveDecision(subscription));
    }

    /** Runs an effect in a later turn, when what this turn writes is durable; at once after it if it writes nothing. */
    public void onCommit(Consumer<PresentityTransaction> effect) {
        commitEffects.add(effect);
    }

    /** Runs in the lane if what this turn writes could not be made durable. */
    public void onFailure(Runnable effect) {
        failureEffects.add(effect);
    }

    /** The row of a presentity of whom nothing is left may have been swept, whatever memory says. */
    void requirePresentityRow() {
        if (!state.saved || !state.holdsLive(now)) {
            state.saved = true;
            writes.add(new Write.SavePresentity(state.aor, memory.pdomain(state.aor)));
        }
    }

    /** Something that a composed document depends on has changed beside the publications. */
    public void renewVersion() {
        state.version = Presentities.nextVersion();
    }

    /** Has the presentity looked at again at this time, as if something of it expired. */
    public void wakeBy(Instant when) {
        expiresAt(when);
    }

    /** Whether something has expired that was not removed yet. */
    public boolean isOverdue() {
        return firstExpiry().filter(first -> !first.isAfter(now)).isPresent();
    }

    /** When the first of what the presentity has expires. */
    Optional<Instant> firstExpiry() {
        return state.firstExpiry();
    }

    /** The work is done: what was made for it is let go. */
    void close() {
        subscriptions.close();
    }

    void expiresAt(Instant when) {
        if (when.isBefore(earliestExpiry)) {
            earliestExpiry = when;
        }
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
                state.version = Presentities.nextVersion();
                state.changed = changes();
            }
            writes.add(new Write.SavePublication(saved, state.changed));
            expiresAt(saved.expires());
        }

        @Override
        public void remove(Publication publication) {
            if (state.publications.remove(publication.id()) != null) {
                state.version = Presentities.nextVersion();
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
                expiresAt(binding.expires());
            }
            if (change.isVisible()) {
                state.version = Presentities.nextVersion();
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

        /** What is another's is written in another lane. */
        private DocumentKey own(DocumentKey key) {
            if (!key.owner().equals(state.aor)) {
                throw new IllegalArgumentException(key + " is no document of " + state.aor);
            }
            return key;
        }
    }
}
