package org.sippresence.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Profiles: for each scenario the share of each group of frames. */
final class Costs {

    private static final int NAMED = 3;

    private final Map<String, Map<String, Double>> shares;

    private Costs(Map<String, Map<String, Double>> shares) {
        this.shares = shares;
    }

    /** From the lines {@code {"profile":"publish","samples":n,"groups":{"SIP parser":n}}} of a run. */
    static Costs read(Path directory) throws IOException {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (JsonNode line : ReportResults.lines(directory)) {
            if (line.has("profile")) {
                double samples = Math.max(1, line.path("samples").asDouble());
                Map<String, Double> groups = new LinkedHashMap<>();
                line.path("groups")
                        .fields()
                        .forEachRemaining(group ->
                                groups.put(group.getKey(), group.getValue().asDouble() / samples));
                shares.put(line.path("profile").asText(), groups);
            }
        }
        return new Costs(shares);
    }

    /** One row for each scenario: its three largest groups; empty if there are no profiles. */
    String table() {
        if (shares.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(Goal.row("scenario", "first", "second", "third", "the rest"))
                .append("|---|---|---|---|---|\n");
        shares.forEach((scenario, groups) -> {
            List<Map.Entry<String, Double>> sorted = groups.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .toList();
            List<String> cells = new ArrayList<>(List.of(scenario));
            sorted.stream().limit(NAMED).map(Costs::cell).forEach(cells::add);
            while (cells.size() <= NAMED) {
                cells.add(Numbers.NONE);
            }
            cells.add(sorted.stream().skip(NAMED).limit(NAMED).map(Costs::cell).collect(Collectors.joining(", ")));
            table.append(Goal.row(cells.toArray(String[]::new)));
        });
        return table.toString();
    }

    private static String cell(Map.Entry<String, Double> group) {
        return String.format(Locale.ROOT, "%s %.0f %%", group.getKey(), group.getValue() * 100);
    }
}
