package org.sippresence.settings;

import java.time.Duration;

/**
 * The right to write to the database.
 *
 * @param time how long it lasts without a sign of life
 * @param takeOver whether it is taken from another server that seems to be alive
 */
public record LeaseSettings(Duration time, boolean takeOver) {

    /** As the keys' defaults. */
    public static LeaseSettings defaults() {
        return new LeaseSettings(Duration.ofSeconds(15), false);
    }
}
