package org.sippresence.presentity;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.PerDomain;

/** A number for each of some domains, and one for all other domains together. Thread-safe. */
final class DomainCounts {

    /** Of the domains that are not counted apart. */
    private final AtomicLong others = new AtomicLong();

    private volatile PerDomain<AtomicLong> counts = PerDomain.same(others);

    /** Counts each of these domains, which are in lower case, apart from all others. */
    void countApart(Set<String> domains) {
        counts = new PerDomain<>(
                others, domains.stream().collect(Collectors.toMap(Function.identity(), each -> new AtomicLong())));
    }

    /** The number of all domains. */
    long total() {
        return others.get()
                + counts.own().values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** The number that a presentity contributes to. */
    long with(Aor presentity) {
        return counts.of(presentity).get();
    }

    void add(Aor presentity, int difference) {
        if (difference != 0) {
            counts.of(presentity).addAndGet(difference);
        }
    }

    /** Sets the numbers to those that are stored. */
    void set(PresentityStore store, Countable what) {
        Map<String, AtomicLong> apart = counts.own();
        if (apart.isEmpty()) {
            others.set(store.count(what));
            return;
        }
        Map<String, Long> stored = store.countByDomain(what);
        apart.forEach((domain, count) -> count.set(stored.getOrDefault(domain, 0L)));
        others.set(stored.entrySet().stream()
                .filter(each -> !apart.containsKey(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum());
    }
}
