package org.sippresence.bench.report;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The goals of this project, as ratios within one run where there is a rival to compare with. */
final class Goals {

    private static final String RATE = "rate";
    private static final String CPU = "cpu_us_per_request";
    private static final String NOTIFY_RATE = "notify_rate";
    private static final String NOTIFY_CPU = "cpu_us_per_notify";

    private static final List<Goal> ALL = List.of(
            more("PUBLISH, modify: rate /s", Goals::modify, RATE, Server.KAMAILIO_MYSQL, 5),
            less("PUBLISH, modify: CPU us", Goals::modify, CPU, Server.KAMAILIO_MYSQL, 1 / 3.0),
            less("PUBLISH, modify: CPU us", Goals::modify, CPU, Server.KAMAILIO_MEM, 2),
            more("SUBSCRIBE + NOTIFY: rate /s", Goals::subscribe, RATE, Server.KAMAILIO_MYSQL, 3),
            less("SUBSCRIBE + NOTIFY: CPU us", Goals::subscribe, CPU, Server.KAMAILIO_MYSQL, 0.5),
            more("fan-out 1,000 x 20: NOTIFY/s", Goals::many, NOTIFY_RATE, Server.KAMAILIO_MYSQL, 4),
            more("fan-out 1,000 x 20: NOTIFY/s", Goals::many, NOTIFY_RATE, Server.KAMAILIO_MEM, 2),
            less("fan-out 1,000 x 20: CPU us per NOTIFY", Goals::many, NOTIFY_CPU, Server.KAMAILIO_MEM, 0.5),
            less(
                    "fan-out 1 x 1,000: PUBLISH to last NOTIFY ms",
                    Goals::one,
                    "complete_ms/p50",
                    Server.KAMAILIO_MEM,
                    0.5),
            less("fan-out 1 x 1,000: CPU us per NOTIFY", Goals::one, NOTIFY_CPU, Server.KAMAILIO_MEM, 0.5),
            new Goal.AtMost(
                    "idle subscription: heap", Goals::idle, "extra/heap_bytes_per_subscription", 1 / 1024.0, 1.1, "KB"),
            new Goal.AtLeast(
                    "subscriptions in a heap of 1 GiB", Goals::idle, "extra/subscriptions", 500_000, "subscriptions"),
            new Goal.Faultless("NOTIFYs lost, repeated, reordered, wrong"),
            new Goal.AtMost(
                    "expiry of subscriptions: latest NOTIFY", Goals::subscriptions, "extra/late_ms/max", 0.001, 1, "s"),
            new Goal.AtMost(
                    "expiry of publications: latest NOTIFY", Goals::publications, "extra/late_ms/max", 0.001, 1, "s"),
            new Goal.AtMost(
                    "restart with 100,000 subscriptions: serves", Goals::restart, "extra/served_ms", 0.001, 10, "s"),
            new Goal.AtMost(
                    "restart: first change to all watchers", Goals::restart, "extra/all_notified_ms", 0.001, 30, "s"));

    private Goals() {}

    private static boolean modify(ReportPhase phase) {
        return phase.is("publish", "modify");
    }

    private static boolean subscribe(ReportPhase phase) {
        return phase.is("subscribe", "subscribe");
    }

    private static boolean one(ReportPhase phase) {
        return phase.is("fanout", "change") && phase.users() == 1;
    }

    private static boolean many(ReportPhase phase) {
        return phase.is("fanout", "change") && phase.users() > 1;
    }

    private static boolean idle(ReportPhase phase) {
        return phase.scenario().equals("idle");
    }

    private static boolean subscriptions(ReportPhase phase) {
        return phase.is("expiry", "subscriptions");
    }

    private static boolean publications(ReportPhase phase) {
        return phase.is("expiry", "publications");
    }

    private static boolean restart(ReportPhase phase) {
        return phase.is("restart", "restart") && phase.subscriptions() == 100_000;
    }

    private static Goal more(String title, Predicate<ReportPhase> phase, String figure, Server rival, double factor) {
        return new Goal.Against(title, phase, figure, rival, true, factor);
    }

    private static Goal less(String title, Predicate<ReportPhase> phase, String figure, Server rival, double factor) {
        return new Goal.Against(title, phase, figure, rival, false, factor);
    }

    /** The table of all goals, in Markdown. */
    static String table(ReportResults results) {
        return ALL.stream()
                .map(goal -> goal.row(results))
                .collect(Collectors.joining(
                        "",
                        Goal.row("what", "goal", "Kamailio", "this server", "ratio", "")
                                + "|---|---|---|---|---|---|\n",
                        ""));
    }
}
