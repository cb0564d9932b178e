package org.sippresence.bench.report;

import java.util.OptionalDouble;

/** Tables of figures, in Markdown. */
final class Tables {

    private static final int KB_IN_MB = 1024;
    private static final double MS_IN_S = 1000;

    private Tables() {}

    /** One row for each scenario and server that ran it. Scenarios without a rate are omitted. */
    static String scenarios(ReportResults results) {
        StringBuilder table = new StringBuilder(Goal.row(
                        "scenario", "server", "requests/s", "p50 / p99 ms", "NOTIFY/s", "p50 / p99 ms", "CPU us", "MB"))
                .append("|---|---|---|---|---|---|---|---|\n");
        for (ReportPhase phase : results.compared()) {
            String title = Titles.of(phase);
            for (Server server : Server.values()) {
                if (results.median(server.label(), phase, "rate").isPresent()) {
                    table.append(row(results, phase, server, title));
                    title = "";
                }
            }
        }
        return table.toString();
    }

    private static String row(ReportResults results, ReportPhase phase, Server server, String title) {
        String label = server.label();
        return Goal.row(
                title,
                server.title(),
                Numbers.text(results.median(label, phase, "rate")),
                quantiles(results, phase, label, "latency_ms"),
                Numbers.text(results.median(label, phase, "notify_rate")),
                quantiles(results, phase, label, "notify_latency_ms"),
                cpu(results, phase, label),
                memory(results, phase, label));
    }

    private static String quantiles(ReportResults results, ReportPhase phase, String label, String of) {
        return Numbers.pair(
                results.median(label, phase, of + "/p50"), " / ", results.median(label, phase, of + "/p99"));
    }

    /** The server and its database, for each NOTIFY if there are several for each request. */
    private static String cpu(ReportResults results, ReportPhase phase, String label) {
        boolean perNotify = ReportFigures.perNotify(results, phase);
        String of = perNotify ? "cpu_us_per_notify" : "cpu_us_per_request";
        OptionalDouble database = results.median(label, phase, of + "/database");
        String text = Numbers.pair(
                results.median(label, phase, of + "/server"),
                " + ",
                database.orElse(0) == 0 ? OptionalDouble.empty() : database);
        return perNotify && !text.equals(Numbers.NONE) ? text + " per NOTIFY" : text;
    }

    private static String memory(ReportResults results, ReportPhase phase, String label) {
        OptionalDouble kb = results.median(label, phase, "rss_kb/server");
        return kb.isPresent() ? Numbers.text(Math.rint(kb.getAsDouble() / KB_IN_MB)) : Numbers.NONE;
    }

    /** One row for each number of subscriptions; empty if it was not measured. */
    static String growth(ReportResults results) {
        StringBuilder rows = new StringBuilder();
        String ours = Server.OURS.label();
        for (ReportPhase restart : results.restarts("restart")) {
            ReportPhase growth = new ReportPhase("restart", "growth", restart.users(), restart.watchers());
            ReportPhase change = new ReportPhase("restart", "change", restart.users(), restart.watchers());
            rows.append(Goal.row(
                    Numbers.text((double) restart.subscriptions()),
                    Numbers.text(results.median(ours, growth, "extra/heap_used_mb")),
                    quantiles(results, change, ours, "complete_ms"),
                    seconds(results.median(ours, restart, "extra/ready_ms")),
                    seconds(results.median(ours, restart, "extra/served_ms")),
                    seconds(results.median(ours, restart, "extra/all_notified_ms"))));
        }
        return rows.isEmpty()
                ? ""
                : Goal.row(
                                "subscriptions",
                                "heap MB",
                                "PUBLISH to last NOTIFY, p50 / p99 ms",
                                "start to READY s",
                                "to the first answer s",
                                "first change of all to all watchers s")
                        + "|---|---|---|---|---|---|\n"
                        + rows;
    }

    private static String seconds(OptionalDouble milliseconds) {
        return milliseconds.isPresent() ? Numbers.text(milliseconds.getAsDouble() / MS_IN_S) : Numbers.NONE;
    }

    /** The delay of NOTIFYs about ends; empty if it was not measured. */
    static String expiry(ReportResults results) {
        StringBuilder rows = new StringBuilder();
        for (ReportPhase phase : results.phases(each -> each.scenario().equals("expiry"))) {
            for (Server server : Server.values()) {
                if (results.has(server.label(), phase)) {
                    rows.append(Goal.row(
                            phase.name(),
                            server.title(),
                            quantiles(results, phase, server.label(), "extra/late_ms"),
                            Numbers.text(results.median(server.label(), phase, "extra/late_ms/max"))));
                }
            }
        }
        return rows.isEmpty()
                ? ""
                : Goal.row("what expires", "server", "late, p50 / p99 ms", "latest ms") + "|---|---|---|---|\n" + rows;
    }

    /** The memory of idle subscriptions; empty if it was not measured. */
    static String idle(ReportResults results) {
        StringBuilder rows = new StringBuilder();
        String ours = Server.OURS.label();
        for (ReportPhase phase : results.phases(each -> each.scenario().equals("idle"))) {
            rows.append(Goal.row(
                    Numbers.text(results.median(ours, phase, "extra/subscriptions")),
                    Numbers.text(results.median(ours, phase, "extra/heap_bytes_per_subscription")),
                    Numbers.text(results.median(ours, phase, "extra/heap_kb_after").stream()
                            .map(kb -> Math.rint(kb / KB_IN_MB))
                            .findFirst()),
                    memory(results, phase, ours)));
        }
        return rows.isEmpty()
                ? ""
                : Goal.row("idle subscriptions", "heap bytes each", "heap in all, MB", "resident, MB")
                        + "|---|---|---|---|\n"
                        + rows;
    }
}
