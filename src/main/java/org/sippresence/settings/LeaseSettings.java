package org.sippresence.settings;

import java.time.Duration;

/**
 * The lease on the database.
 *
 * @param time how long it lasts without a heartbeat
 * @param takeOver whether it is taken from another server that seems to be alive
 */
public record LeaseSettings(Duration time, boolean takeOver) {}
