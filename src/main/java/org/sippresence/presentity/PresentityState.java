package org.sippresence.presentity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.engine.Fence;
import org.sippresence.model.Aor;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.MemorySubscriptions;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;

/** One presentity in memory. Touched by its lane only. */
final class PresentityState {

    final Aor aor;
    final Fence fence = new Fence();
    final Map<String, Publication> publications = new LinkedHashMap<>(2);
    final MemorySubscriptions subscriptions = new MemorySubscriptions();
    final Map<String, Binding> bindings = new LinkedHashMap<>(2);

    /** Empty until somebody asked for them; may be forgotten again while nothing is uncommitted. */
    Optional<MemoryDocuments> documents = Optional.empty();

    /** Empty until somebody asked for them; may be forgotten again while nothing is uncommitted. */
    Optional<MemoryOfflineWatchers> offlineWatchers = Optional.empty();

    /** Whether the presentity has its own row. */
    boolean saved;

    /** Grows with every change of what is published; never the same for two readings. */
    long version;

    /** Kept by {@link WatchedOnlyPresentities}. */
    boolean countedAsOnlyWatched;

    /** The number of the newest change that watchers are told of; at first one that is not smaller. */
    long changed;

    /** The same of changes of its subscriptions, for those who watch watchers. */
    long moved;

    /** Turns whose writes are not yet in the database. */
    private int uncommitted;

    /** @param newest the newest number of all changes */
    PresentityState(Aor aor, long version, long newest) {
        this.aor = aor;
        this.version = version;
        this.changed = newest;
        this.moved = newest;
    }

    /** Whether memory is ahead of the database, so that this state must not be forgotten. */
    boolean isPinned() {
        return uncommitted > 0;
    }

    void pin() {
        uncommitted++;
    }

    void unpin() {
        uncommitted--;
    }

    /** Whether there is something that keeps the presentity's row from being swept. */
    boolean holdsLive(Instant now) {
        for (Publication each : publications.values()) {
            if (each.expires().isAfter(now)) {
                return true;
            }
        }
        return subscriptions.any(each -> !each.isOverAt(now))
                || bindings.values().stream().anyMatch(each -> each.expires().isAfter(now));
    }

    /** This time, or the first microsecond behind all bodies that are published. */
    Instant nextReceipt(Instant now) {
        Instant last = Instant.MIN;
        for (Publication each : publications.values()) {
            last = later(last, each.received());
        }
        return behind(last, now);
    }

    /** This time, or the first microsecond behind all contacts. */
    Instant nextRegistration(Instant now) {
        Instant last = Instant.MIN;
        for (Binding each : bindings.values()) {
            last = later(last, each.since());
        }
        return behind(last, now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Instant behind(Instant last, Instant now) {
        Instant micros = now.truncatedTo(ChronoUnit.MICROS);
        return last.isBefore(micros) ? micros : last.plus(1, ChronoUnit.MICROS);
    }

    /** Whether there are subscriptions, but neither a publication nor a contact. */
    boolean isOnlyWatched() {
        return publications.isEmpty() && bindings.isEmpty() && !subscriptions.isEmpty();
    }

    Optional<CompactSubscription> subscription(String id) {
        return subscriptions.find(id);
    }

    /** When the first of what is held expires. */
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
