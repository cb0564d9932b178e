package org.sippresence.rest;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.Metric;
import org.sippresence.maintenance.ServerMetrics;

/** Metrics for Prometheus, in its text format 0.0.4. Requires the admin token, as every resource that reveals users. */
@Path("/metrics")
public final class MetricsResource {

    private static final String PREFIX = "presence_";

    private final ServerMetrics metrics;

    MetricsResource(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @GET
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @Requires(Operation.READ_METRICS)
    public String metrics() {
        return text(metrics.all());
    }

    static String text(List<Metric> metrics) {
        StringBuilder text = new StringBuilder();
        Set<String> described = new HashSet<>();
        for (Metric each : metrics) {
            String name = PREFIX + each.name();
            if (described.add(name)) {
                text.append("# HELP ")
                        .append(name)
                        .append(' ')
                        .append(each.help())
                        .append('\n');
                text.append("# TYPE ").append(name).append(each.counts() ? " counter\n" : " gauge\n");
            }
            text.append(name).append(labels(each.labels())).append(' ');
            text.append(number(each.value())).append('\n');
        }
        return text.toString();
    }

    private static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(each -> each.getKey() + "=\"" + escaped(each.getValue()) + '"')
                                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
