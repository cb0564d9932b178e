package org.sippresence.settings;

/**
 * How many of each thing there may be.
 *
 * @param publications of one presentity to one event package
 * @param subscriptions of one watcher to one presentity and event package
 * @param subscriptionsPerWatcher of one watcher to all presentities
 */
public record BoundsSettings(int publications, int subscriptions, int subscriptionsPerWatcher) {}
