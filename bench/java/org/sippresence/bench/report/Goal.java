package org.sippresence.bench.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A performance goal.
 */
sealed interface Goal {

    String NOT_MEASURED = "not measured";

    /** A row of the table of goals: title, goal, the rival's value, ours, their ratio, whether it is met. */
    String row(ReportResults results);

    static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String verdict(boolean met) {
        return met ? "**met**" : "not met";
    }

    private static Optional<ReportPhase> largest(ReportResults results, Predicate<ReportPhase> wanted) {
        return results.phases(wanted).stream()
                .filter(phase -> results.has(Server.OURS.label(), phase))
                .max((one, other) -> Long.compare(
                        one.users() * Math.max(1, one.watchers()), other.users() * Math.max(1, other.watchers())));
    }

    /**
     * Our value as a multiple of the rival's.
     *
     * @param atLeast whether more is better
     */
    record Against(
            String title, Predicate<ReportPhase> phase, String figure, Server rival, boolean atLeast, double factor)
            implements Goal {

        @Override
        public String row(ReportResults results) {
            String goal = (atLeast ? "at least " : "at most ") + Numbers.ratio(factor) + " " + rival.title();
            OptionalDouble theirs = median(results, rival);
            OptionalDouble ours = median(results, Server.OURS);
            if (theirs.isEmpty() || ours.isEmpty() || theirs.getAsDouble() == 0) {
                return Goal.row(title, goal, Numbers.text(theirs), Numbers.text(ours), Numbers.NONE, NOT_MEASURED);
            }
            double ratio = ours.getAsDouble() / theirs.getAsDouble();
            return Goal.row(
                    title,
                    goal,
                    Numbers.text(theirs),
                    Numbers.text(ours),
                    Numbers.ratio(ratio) + range(results),
                    verdict(atLeast ? ratio >= factor : ratio <= factor));
        }

        private OptionalDouble median(ReportResults results, Server server) {
            return largest(results, phase).stream()
                    .map(found -> results.median(server.label(), found, figure))
                    .flatMapToDouble(OptionalDouble::stream)
                    .findFirst();
        }

        /** The lowest and the highest ratio of a round; empty if there was only one. */
        private String range(ReportResults results) {
            ReportPhase found = largest(results, phase).orElseThrow();
            Map<Integer, Double> theirs = results.rounds(rival.label(), found, figure);
            DoubleSummaryStatistics ratios = results.rounds(Server.OURS.label(), found, figure).entrySet().stream()
                    .filter(ours -> theirs.containsKey(ours.getKey()))
                    .mapToDouble(ours -> ours.getValue() / theirs.get(ours.getKey()))
                    .summaryStatistics();
            return ratios.getCount() < 2
                    ? ""
                    : " (" + Numbers.text(ratios.getMin()) + " to " + Numbers.text(ratios.getMax()) + ")";
        }
    }

    /**
     * Our value alone.
     *
     * @param scale converts the measured value to the unit
     */
    record AtMost(String title, Predicate<ReportPhase> phase, String figure, double scale, double most, String unit)
            implements Goal {

        @Override
        public String row(ReportResults results) {
            String goal = "at most " + Numbers.text(most) + " " + unit;
            OptionalDouble theirs = median(results, Server.KAMAILIO_MYSQL);
            OptionalDouble ours = median(results, Server.OURS);
            if (ours.isEmpty()) {
                return Goal.row(title, goal, Numbers.NONE, Numbers.NONE, Numbers.NONE, NOT_MEASURED);
            }
            return Goal.row(
                    title,
                    goal,
                    theirs.isPresent() ? Numbers.text(theirs) + " " + unit : Numbers.NONE,
                    Numbers.text(ours) + " " + unit,
                    Numbers.NONE,
                    verdict(ours.getAsDouble() <= most));
        }

        private OptionalDouble median(ReportResults results, Server server) {
            return largest(results, phase).stream()
                    .map(found -> results.median(server.label(), found, figure))
                    .flatMapToDouble(OptionalDouble::stream)
                    .map(value -> value * scale)
                    .findFirst();
        }
    }

    /** A minimum number of concurrent objects. */
    record AtLeast(String title, Predicate<ReportPhase> phase, String figure, double least, String unit)
            implements Goal {

        @Override
        public String row(ReportResults results) {
            String goal = Numbers.text(least) + " " + unit;
            OptionalDouble ours = largest(results, phase).stream()
                    .map(found -> results.median(Server.OURS.label(), found, figure))
                    .flatMapToDouble(OptionalDouble::stream)
                    .findFirst();
            if (ours.isEmpty()) {
                return Goal.row(title, goal, Numbers.NONE, Numbers.NONE, Numbers.NONE, NOT_MEASURED);
            }
            return Goal.row(
                    title, goal, Numbers.NONE, Numbers.text(ours), Numbers.NONE, verdict(ours.getAsDouble() >= least));
        }
    }

    /** Nothing lost, repeated, reordered or wrong in all that was measured. */
    record Faultless(String title) implements Goal {

        private static final List<String> FAULTS =
                List.of("notify_lost", "notify_duplicate", "notify_reordered", "notify_wrong");

        @Override
        public String row(ReportResults results) {
            if (results.sum(Server.OURS.label(), "notifies") == 0) {
                return Goal.row(title, "0", Numbers.NONE, Numbers.NONE, Numbers.NONE, NOT_MEASURED);
            }
            return Goal.row(
                    title,
                    "0",
                    faults(results, Server.KAMAILIO_MYSQL) + "; mem: " + faults(results, Server.KAMAILIO_MEM),
                    faults(results, Server.OURS),
                    Numbers.NONE,
                    verdict(results.sum(Server.OURS.label(), FAULTS.toArray(String[]::new)) == 0));
        }

        private static String faults(ReportResults results, Server server) {
            if (results.sum(server.label(), "notifies") == 0) {
                return Numbers.NONE;
            }
            String counts = FAULTS.stream()
                    .map(fault -> Numbers.text((double) results.sum(server.label(), fault)))
                    .collect(Collectors.joining(", "));
            return counts + " of " + Numbers.text((double) results.sum(server.label(), "notifies"));
        }
    }
}
