package org.sippresence.presentity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sippresence.engine.Fence;
import org.sippresence.model.Aor;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.MemorySubscriptions;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;

/** The state of one presentity in memory. Confined to its lane. */
final class PresentityState {

    private static final AtomicLong VERSIONS = new AtomicLong();

    final Aor aor;
    final Fence fence = new Fence();
    final Map<String, Publication> publications = new LinkedHashMap<>(2);
    final MemorySubscriptions subscriptions = new MemorySubscriptions();
    final Map<String, Binding> bindings = new LinkedHashMap<>(2);

    /** Empty until first access; may be released again while nothing is uncommitted. */
    Optional<MemoryDocuments> documents = Optional.empty();

    /** Empty until first access; may be released again while nothing is uncommitted. */
    Optional<MemoryOfflineWatchers> offlineWatchers = Optional.empty();

    /** Whether the presentity has a row of its own. */
    boolean saved;

    /** Increases with every change of the published state; never the same for two loads. */
    private long version = VERSIONS.incrementAndGet();

    /** What {@link PresentityCounts} has counted of this state; the first is 0 or 1. */
    int countedOnlyWatched;

    int countedPublications;
    int countedSubscriptions;

    /** The number of the newest change that watchers are notified of; initially an upper bound. */
    long changed;

    /** The number of the newest change of the subscriptions, for watchers of {@code winfo} packages; initially an upper bound. */
    long subscriptionsChanged;

    /** The number of transactions whose writes are not committed yet. */
    private int uncommitted;

    /** @param newest the newest change number of all presentities */
    PresentityState(Aor aor, long newest) {
        this.aor = aor;
        this.changed = newest;
        this.subscriptionsChanged = newest;
    }

    long version() {
        return version;
    }

    void renewVersion() {
        version = VERSIONS.incrementAndGet();
    }

    /** Returns whether memory is ahead of the database, so that this state must not be evicted. */
    boolean isPinned() {
        return uncommitted > 0;
    }

    void pin() {
        uncommitted++;
    }

    void unpin() {
        uncommitted--;
    }

    /** Returns whether anything unexpired protects the presentity's row from the sweep. */
    boolean holdsLive(Instant now) {
        for (Publication each : publications.values()) {
            if (each.expires().isAfter(now)) {
                return true;
            }
        }
        return subscriptions.any(each -> !each.isOverAt(now))
                || bindings.values().stream().anyMatch(each -> each.expires().isAfter(now));
    }

    /** Returns this time, or the first microsecond after the receipt of all published bodies if that is later. */
    Instant nextReceipt(Instant now) {
        return behind(publications.values(), Publication::received, now);
    }

    /** Returns this time, or the first microsecond after the registration of all contacts if that is later. */
    Instant nextRegistration(Instant now) {
        return behind(bindings.values(), Binding::since, now);
    }

    private static <T> Instant behind(Collection<T> all, Function<T, Instant> time, Instant now) {
        Instant first = now.truncatedTo(ChronoUnit.MICROS);
        for (T each : all) {
            Instant other = time.apply(each);
            if (!other.isBefore(first)) {
                first = other.plus(1, ChronoUnit.MICROS);
            }
        }
        return first;
    }

    /** Returns whether there are subscriptions, but neither a publication nor a contact. */
    boolean isOnlyWatched() {
        return publications.isEmpty() && bindings.isEmpty() && !subscriptions.isEmpty();
    }

    Optional<CompactSubscription> subscription(String id) {
        return subscriptions.find(id);
    }

    /** Returns the earliest expiry of all publications, subscriptions and contacts. */
    Optional<Instant> firstExpiry() {
        return Stream.of(
                        publications.values().stream().map(Publication::expires),
                        subscriptions.all().stream().map(CompactSubscription::expires),
                        bindings.values().stream().map(Binding::expires))
                .flatMap(each -> each)
                .min(Instant::compareTo);
    }

    boolean isEmpty() {
        return publications.isEmpty()
                && subscriptions.isEmpty()
                && bindings.isEmpty()
                && documents.map(MemoryDocuments::isEmpty).orElse(true)
                && offlineWatchers.map(MemoryOfflineWatchers::isEmpty).orElse(true);
    }
}
