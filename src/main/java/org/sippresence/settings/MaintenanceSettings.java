package org.sippresence.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * Periodic tasks.
 *
 * @param cleanPeriod between two sweeps of expired rows; empty for never
 * @param dbUpdatePeriod between two updates of rows derived from publications; empty for never
 * @param storeTuples whether published documents are also stored in the report tables
 */
public record MaintenanceSettings(
        Optional<Duration> cleanPeriod, Optional<Duration> dbUpdatePeriod, boolean storeTuples) {}
