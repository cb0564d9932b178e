package org.sippresence.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** The pictures of a run by file name. Phases that were not measured have none. */
final class Plots {

    private static final String SUBSCRIPTIONS = "subscriptions";
    private static final double MS_IN_S = 1000;

    private final ReportResults results;
    private final Map<String, String> files = new LinkedHashMap<>();

    private Plots(ReportResults results) {
        this.results = results;
    }

    /** Name of the file to its text. */
    static Map<String, String> of(ReportResults results) {
        Plots plots = new Plots(results);
        plots.bars("rate.svg", "Rate", "requests or NOTIFYs per second; longer is better", plots::rate);
        plots.bars(
                "cpu.svg",
                "CPU",
                "microseconds for each request or NOTIFY, server and (paler) database; shorter is better",
                plots::cpu);
        plots.bars(
                "latency.svg",
                "Latency",
                "milliseconds to the response, in fan-outs to the last NOTIFY, p50 and (paler) p99; shorter is better",
                plots::latency);
        plots.growth();
        return plots.files;
    }

    private void bars(String file, String title, String note, Function<ReportPhase, List<BarChart.Bar>> bars) {
        List<BarChart.Group> groups = results.compared().stream()
                .map(phase -> new BarChart.Group(Titles.of(phase), bars.apply(phase)))
                .filter(group -> !group.bars().isEmpty())
                .toList();
        if (!groups.isEmpty()) {
            files.put(file, new BarChart(title, note, groups).svg());
        }
    }

    private List<BarChart.Bar> rate(ReportPhase phase) {
        boolean notifies = ReportFigures.perNotify(results, phase);
        return each(phase, server -> {
            OptionalDouble rate = results.median(server.label(), phase, notifies ? "notify_rate" : "rate");
            return rate.stream()
                    .mapToObj(value -> new BarChart.Bar(
                            server, value, 0, Numbers.text(Math.rint(value)) + (notifies ? " NOTIFY/s" : "/s")))
                    .toList();
        });
    }

    private List<BarChart.Bar> cpu(ReportPhase phase) {
        String of = ReportFigures.perNotify(results, phase) ? "cpu_us_per_notify" : "cpu_us_per_request";
        return each(phase, server -> {
            OptionalDouble own = results.median(server.label(), phase, of + "/server");
            double database =
                    results.median(server.label(), phase, of + "/database").orElse(0);
            return own.stream()
                    .mapToObj(value -> new BarChart.Bar(
                            server,
                            value,
                            database,
                            database > 0 ? Numbers.text(value) + " + " + Numbers.text(database) : Numbers.text(value)))
                    .toList();
        });
    }

    private List<BarChart.Bar> latency(ReportPhase phase) {
        String of = ReportFigures.perNotify(results, phase) ? "complete_ms" : "latency_ms";
        return each(phase, server -> {
            OptionalDouble half = results.median(server.label(), phase, of + "/p50");
            double most = results.median(server.label(), phase, of + "/p99").orElse(0);
            return half.stream()
                    .mapToObj(value -> new BarChart.Bar(
                            server, value, Math.max(0, most - value), Numbers.text(value) + " / " + Numbers.text(most)))
                    .toList();
        });
    }

    private List<BarChart.Bar> each(ReportPhase phase, Function<Server, List<BarChart.Bar>> bars) {
        return Stream.of(Server.values())
                .filter(server -> results.median(server.label(), phase, "rate").isPresent())
                .map(bars)
                .flatMap(List::stream)
                .toList();
    }

    private void growth() {
        curve("growth-heap.svg", "Heap after a full collection, MB", "growth", "extra/heap_used_mb", 1);
        curve(
                "growth-change.svg",
                "From a PUBLISH to the last of its NOTIFYs, ms, p50",
                "change",
                "complete_ms/p50",
                1);
        curve(
                "growth-restart.svg",
                "From the start to the first answered request, s",
                "restart",
                "extra/served_ms",
                MS_IN_S);
    }

    private void curve(String file, String title, String phaseName, String figure, double unit) {
        List<LineChart.Point> points = new ArrayList<>();
        results.restarts(phaseName)
                .forEach(phase -> results.median(Server.OURS.label(), phase, figure)
                        .ifPresent(value ->
                                points.add(new LineChart.Point((double) phase.subscriptions(), value / unit))));
        if (points.size() > 1) {
            files.put(file, new LineChart(title, SUBSCRIPTIONS, points).svg());
        }
    }
}
