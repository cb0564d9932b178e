package org.sippresence.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Prints the line of the fault table for a run of {@code bench/faults.sh}: {@code Faults FAULT RUNS FILE}. FILE contains the
 * result lines. The state that was acknowledged before a fault is checked after it in the phases {@code publications} and
 * {@code subscriptions}, one request for each; a request that is not answered with 2xx counts as lost state.
 */
public final class Faults {

    private static final Set<String> CHECKS = Set.of("publications", "subscriptions");

    private Faults() {}

    /** Exit code 2 for wrong arguments, 1 if the file cannot be read. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("Faults FAULT RUNS FILE");
            System.exit(2);
        }
        try {
            System.out.println(row(args[0], args[1], Files.readString(Path.of(args[2]))));
        } catch (IOException e) {
            System.err.println("faults: " + e);
            System.exit(1);
        }
    }

    /** @param results a JSON object on each line */
    static String row(String fault, String runs, String results) throws IOException {
        long checked = 0;
        long lost = 0;
        for (String line : results.lines().toList()) {
            JsonNode result = new ObjectMapper().readTree(line);
            if (CHECKS.contains(result.path("phase").asText())) {
                checked += result.path("requests").asLong();
                lost += result.path("requests").asLong() - result.path("ok").asLong();
                lost += result.path("extra").path("stale").asLong();
            }
        }
        return "| " + fault + " | " + runs + " | " + checked + " | " + lost + " |";
    }
}
