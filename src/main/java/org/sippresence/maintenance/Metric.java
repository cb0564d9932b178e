package org.sippresence.maintenance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One value for monitoring.
 *
 * @param name in lower case with underscores, without the server's prefix; metrics with different labels may share a name
 * @param help one line, the same for all metrics of a name
 * @param counts whether it is a counter, which never decreases while the process runs
 * @param labels names and values; few different ones
 */
public record Metric(String name, String help, boolean counts, Map<String, String> labels, double value) {

    public Metric {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(help, "help");
        labels = Map.copyOf(labels);
    }

    /** Creates a metric with a current value. */
    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, help, false, Map.of(), value);
    }

    /** Creates a metric that counts events since the start. */
    public static Metric counter(String name, String help, Map<String, String> labels, double value) {
        return new Metric(name, help, true, labels, value);
    }

    /** Creates counters that share a name, one for each value of a label, in the order of the values. */
    public static List<Metric> counters(String name, String help, String label, Map<String, Long> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> counter(name, help, Map.of(label, each.getKey()), each.getValue()))
                        .toList();
    }
}
