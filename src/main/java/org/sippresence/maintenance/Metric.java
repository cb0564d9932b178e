package org.sippresence.maintenance;

import java.util.Map;
import java.util.Objects;

/**
 * One figure for monitoring.
 *
 * @param name in lower case with underscores, without the server's prefix; several with different labels may have one name
 * @param help one line, the same for all of a name
 * @param counts whether it only grows while the process lives
 * @param labels names and values, of which there are few
 */
public record Metric(String name, String help, boolean counts, Map<String, String> labels, double value) {

    public Metric {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(help, "help");
        labels = Map.copyOf(labels);
    }

    /** What there is at the moment. */
    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, help, false, Map.of(), value);
    }

    /** What has happened since the start. */
    public static Metric counter(String name, String help, Map<String, String> labels, double value) {
        return new Metric(name, help, true, labels, value);
    }
}
