package org.sippresence.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.NotifyFailures;
import org.sippresence.presentity.Presentities;

/** The metrics of the server. Cheap and non-blocking. */
public final class ServerMetrics {

    private static final Map<String, String> GAUGES = Map.of(
            "deadlines", "Presentities with a deadline.",
            "journal_waiting", "Writes that wait for a commit.",
            "lanes_waiting", "Tasks that wait in lanes.",
            "presentities_in_memory", "Presentities in memory.",
            "presentities_only_watched", "Presentities with subscriptions, but neither a publication nor a contact.",
            "subscriptions_in_memory", "Subscriptions in memory.",
            "timers", "Pending timers, for deadlines and scheduled work.");

    private final Presentities presentities;
    private final Notifier notifier;
    private final Supplier<List<Metric>> others;

    /** @param others metrics of parts that this package does not know */
    public ServerMetrics(Presentities presentities, Notifier notifier, Supplier<List<Metric>> others) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.others = Objects.requireNonNull(others, "others");
    }

    /** Returns all metrics, grouped by name. */
    public List<Metric> all() {
        List<Metric> all = new ArrayList<>();
        new TreeMap<>(presentities.gauges())
                .forEach((name, value) -> all.add(Metric.gauge(name, GAUGES.getOrDefault(name, name), value)));
        all.add(Metric.gauge(
                "notify_outboxes", "Subscriptions with a NOTIFY in flight or pending.", notifier.outboxes()));
        for (NotifyFailures.Count each : notifier.failures().counts()) {
            all.add(Metric.counter(
                    "notify_failures_total",
                    "NOTIFYs that failed, by reason and by the effect on the subscription.",
                    Map.of("reason", each.reason(), "outcome", each.outcome()),
                    (double) each.value()));
        }
        Runtime runtime = Runtime.getRuntime();
        all.add(Metric.gauge("heap_used_bytes", "Heap in use, garbage included.", (double)
                (runtime.totalMemory() - runtime.freeMemory())));
        all.add(Metric.gauge("heap_max_bytes", "Maximum heap size.", (double) runtime.maxMemory()));
        all.addAll(others.get());
        return all;
    }
}
