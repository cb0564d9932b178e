package org.sippresence.settings;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Watcher information.
 *
 * @param served whether event packages have watcher information at all
 * @param ownOnly whether only the presentity itself may see its watchers
 * @param minInterval between two NOTIFYs of changes to one subscription (RFC 3857 section 4.10)
 */
public record WatcherInfoSettings(boolean served, boolean ownOnly, Duration minInterval, Offline offline) {

    public WatcherInfoSettings {
        Objects.requireNonNull(minInterval, "minInterval");
        Objects.requireNonNull(offline, "offline");
    }

    /**
     * Offline watchers: watchers that subscribed while the presentity was offline.
     *
     * @param used whether they can be stored at all
     * @param automatic whether they are stored and reported without an explicit command
     * @param lifetime how long they are kept
     * @param cleanPeriod between two removals of expired ones; empty for never
     */
    public record Offline(boolean used, boolean automatic, Duration lifetime, Optional<Duration> cleanPeriod) {

        public Offline {
            Objects.requireNonNull(lifetime, "lifetime");
            Objects.requireNonNull(cleanPeriod, "cleanPeriod");
        }
    }
}
