package org.sippresence.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prints what Digest costs: {@code DigestCosts RESULTS}. RESULTS contains the result lines of the servers {@code ours},
 * {@code kamailio-mysql} and, with Digest, {@code ours-digest} and {@code kamailio-auth}.
 */
public final class DigestCosts {

    private static final double MOST = 8;

    private DigestCosts() {}

    /** Exit code 2 for wrong arguments, 1 if the results cannot be read. */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("DigestCosts RESULTS");
            System.exit(2);
        }
        try {
            System.out.print(table(Path.of(args[0])));
        } catch (IOException e) {
            System.err.println("digest costs: " + e);
            System.exit(1);
        }
    }

    /**
     * A table with a row for each phase and server, and the goal: a PUBLISH with a known nonce. CPU is that of the server
     * and its database. The phases {@code new} and {@code subscribe} contain the first challenge of each user.
     */
    static String table(Path directory) throws IOException {
        ReportResults results = ReportResults.read(directory);
        StringBuilder table = new StringBuilder(Goal.row(
                        "scenario",
                        "server",
                        "requests/s without",
                        "with Digest",
                        "CPU us without",
                        "with Digest",
                        "difference",
                        "challenges"))
                .append("|---|---|---|---|---|---|---|---|\n");
        for (ReportPhase phase : results.phases()) {
            table.append(row(results, phase, "ours", "ours-digest"));
            if (results.has("kamailio-auth", phase)) {
                table.append(row(results, phase, "kamailio-mysql", "kamailio-auth"));
            }
        }
        return table.append('\n').append(goal(results)).toString();
    }

    private static String row(ReportResults results, ReportPhase phase, String without, String with) {
        return Goal.row(
                without.equals("ours") ? Titles.of(phase) : "",
                without.equals("ours") ? "this server" : "Kamailio, auth_db",
                Numbers.text(results.median(without, phase, "rate")),
                Numbers.text(results.median(with, phase, "rate")),
                Numbers.text(results.median(without, phase, "cpu_us_per_request")),
                Numbers.text(results.median(with, phase, "cpu_us_per_request")),
                difference(results, phase, without, with),
                Numbers.text(results.median(with, phase, "extra/challenges")));
    }

    private static String difference(ReportResults results, ReportPhase phase, String without, String with) {
        OptionalDouble off = results.median(without, phase, "cpu_us_per_request");
        OptionalDouble on = results.median(with, phase, "cpu_us_per_request");
        return off.isEmpty() || on.isEmpty() ? Numbers.NONE : Numbers.text(on.getAsDouble() - off.getAsDouble());
    }

    private static String goal(ReportResults results) {
        Optional<ReportPhase> modify = results.phases(phase -> phase.is("publish", "modify")).stream()
                .filter(phase -> results.has("ours", phase) && results.has("ours-digest", phase))
                .findFirst();
        if (modify.isEmpty()) {
            return "PUBLISH with a known nonce: not measured\n";
        }
        String figure = "cpu_us_per_request/server";
        double more = results.median("ours-digest", modify.get(), figure).orElse(0)
                - results.median("ours", modify.get(), figure).orElse(0);
        return "PUBLISH with a known nonce: " + Numbers.text(more)
                + " us of the server's CPU more than without Digest, goal at most " + Numbers.text(MOST) + ": "
                + (more <= MOST ? "**met**" : "not met") + "\n";
    }
}
