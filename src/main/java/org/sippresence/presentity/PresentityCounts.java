package org.sippresence.presentity;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sippresence.model.Aor;
import org.sippresence.model.PerDomain;

/**
 * Counts what the presentities of each domain have, cached or evicted: set from the database at the start, then changed by each
 * transaction. States are passed in their lane; any thread may read the counts.
 */
final class PresentityCounts {

    private final Map<Countable, DomainCounts> counts = new EnumMap<>(Countable.class);

    /** What is read from the database; the rest has no limit. */
    private final Set<Countable> used = EnumSet.of(Countable.ONLY_WATCHED);

    /** Removed from the counts until they are loaded again. */
    private final Set<Aor> discarded = ConcurrentHashMap.newKeySet();

    PresentityCounts() {
        for (Countable each : Countable.values()) {
            counts.put(each, new DomainCounts());
        }
    }

    /** Counts what these limits, 0 for none, are for. Must be called before the first transaction. */
    void count(Countable what, PerDomain<Integer> limits) {
        if (limits.standard() > 0 || !limits.own().isEmpty()) {
            used.add(what);
            counts.get(what).countApart(limits.own().keySet());
        }
    }

    /** The number in all domains. */
    long total(Countable what) {
        return counts.get(what).total();
    }

    /** The number that is counted together with what this presentity has. */
    long with(Countable what, Aor presentity) {
        return counts.get(what).with(presentity);
    }

    /** Sets the counts to the stored numbers. */
    void set(PresentityStore store) {
        used.forEach(each -> counts.get(each).set(store, each));
    }

    /** Registers a loaded state, which is already counted unless it was discarded before. */
    void read(PresentityState state) {
        if (discarded.remove(state.aor)) {
            update(state);
        } else {
            state.countedOnlyWatched = state.isOnlyWatched() ? 1 : 0;
            state.countedPublications = state.publications.size();
            state.countedSubscriptions = state.subscriptions.size();
        }
    }

    /** Updates the counts after a transaction has changed the state. */
    void update(PresentityState state) {
        add(
                state,
                (state.isOnlyWatched() ? 1 : 0) - state.countedOnlyWatched,
                state.publications.size() - state.countedPublications,
                state.subscriptions.size() - state.countedSubscriptions);
    }

    /** Removes a discarded state from the counts; the stored state may differ. */
    void discard(PresentityState state) {
        add(state, -state.countedOnlyWatched, -state.countedPublications, -state.countedSubscriptions);
        discarded.add(state.aor);
    }

    private void add(PresentityState state, int onlyWatched, int publications, int subscriptions) {
        state.countedOnlyWatched += onlyWatched;
        state.countedPublications += publications;
        state.countedSubscriptions += subscriptions;
        counts.get(Countable.ONLY_WATCHED).add(state.aor, onlyWatched);
        counts.get(Countable.PUBLICATIONS).add(state.aor, publications);
        counts.get(Countable.SUBSCRIPTIONS).add(state.aor, subscriptions);
    }
}
