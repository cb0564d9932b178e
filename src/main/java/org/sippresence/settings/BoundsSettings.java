package org.sippresence.settings;

import org.sippresence.model.PerDomain;

/**
 * Upper bounds on the number of each kind of object.
 *
 * @param publications of one presentity to one event package, by its domain
 * @param subscriptions of one watcher to one presentity and event package, by the presentity's domain
 * @param subscriptionsPerWatcher of one watcher to all presentities, by the watcher's domain
 * @param presentities that exist only because they are watched; a domain with a bound of its own is counted apart
 * @param totals of all presentities; a domain with a bound of its own is counted apart
 * @param requestsPerSource a second, from one source address; 0 for no bound
 * @param requestsPerDomain a second, to the users of one domain; 0 for no bound
 * @param unprovenTargets addresses that never responded to which a NOTIFY may be in flight; 0 for no bound
 */
public record BoundsSettings(
        PerDomain<Integer> publications,
        PerDomain<Integer> subscriptions,
        PerDomain<Integer> subscriptionsPerWatcher,
        PerDomain<Integer> presentities,
        Totals totals,
        int requestsPerSource,
        PerDomain<Integer> requestsPerDomain,
        int unprovenTargets) {

    /**
     * Bounds for all presentities together; 0 for none.
     *
     * @param publications of all presentities
     * @param subscriptions to all presentities
     */
    public record Totals(PerDomain<Integer> publications, PerDomain<Integer> subscriptions) {}

    /** The bounds of presentities, which are in total at most the given number. */
    public PerDomain<Integer> presentitiesWithin(int most) {
        int own =
                presentities.own().values().stream().mapToInt(Integer::intValue).sum();
        return new PerDomain<>(Math.min(presentities.standard(), most - own), presentities.own());
    }
}
