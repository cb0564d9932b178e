package org.sippresence.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * What runs from time to time.
 *
 * @param cleanPeriod between two sweeps of expired rows; empty for never
 * @param dbUpdatePeriod between two writings of what is derived from publications; empty for never
 * @param storeTuples whether published documents are also stored taken apart
 */
public record MaintenanceSettings(
        Optional<Duration> cleanPeriod, Optional<Duration> dbUpdatePeriod, boolean storeTuples) {

    public static MaintenanceSettings defaults() {
        return new MaintenanceSettings(
                Optional.of(Duration.ofSeconds(100)), Optional.of(Duration.ofSeconds(100)), true);
    }
}
