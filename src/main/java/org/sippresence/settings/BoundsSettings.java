package org.sippresence.settings;

/**
 * Upper bounds on the number of each kind of object.
 *
 * @param publications of one presentity to one event package
 * @param subscriptions of one watcher to one presentity and event package
 * @param subscriptionsPerWatcher of one watcher to all presentities
 * @param presentities that exist only because they are watched
 * @param requestsPerSource a second, from one source address; 0 for no bound
 * @param unprovenTargets addresses that never responded to which a NOTIFY may be in flight; 0 for no bound
 */
public record BoundsSettings(
        int publications,
        int subscriptions,
        int subscriptionsPerWatcher,
        int presentities,
        int requestsPerSource,
        int unprovenTargets) {}
