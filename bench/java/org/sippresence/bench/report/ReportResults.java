package org.sippresence.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All measurements of a run. Figures are medians over its rounds. */
final class ReportResults {

    private static final Set<String> OF_THEIR_OWN = Set.of("restart", "idle", "expiry", "kill", "soak");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Measurement> measurements;

    private ReportResults(List<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
    }

    /**
     * The measurements in a directory: those files {@code *.jsonl} whose lines have a label and a phase.
     *
     * @throws IOException also for a line that is no JSON
     */
    static ReportResults read(Path directory) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (JsonNode line : lines(directory)) {
            if (line.has("label") && line.has("phase")) {
                measurements.add(Measurement.of(line));
            }
        }
        return new ReportResults(measurements);
    }

    /** All lines of all files {@code *.jsonl} of a directory, the files by their names. */
    static List<JsonNode> lines(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        List<JsonNode> lines = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    lines.add(JSON.readTree(line));
                }
            }
        }
        return lines;
    }

    /** All phases, in the order of their first result. */
    List<ReportPhase> phases() {
        return measurements.stream().map(Measurement::phase).distinct().toList();
    }

    List<ReportPhase> phases(Predicate<ReportPhase> wanted) {
        return phases().stream().filter(wanted).toList();
    }

    /** A phase of the restarts at each size, the smallest first. */
    List<ReportPhase> restarts(String name) {
        return phases(phase -> phase.is("restart", name)).stream()
                .sorted(Comparator.comparingLong(ReportPhase::subscriptions))
                .toList();
    }

    /** The phases that are compared among servers: all except growth, restart and others of one server. */
    List<ReportPhase> compared() {
        return phases(phase -> !OF_THEIR_OWN.contains(phase.scenario())
                && Arrays.stream(Server.values())
                        .anyMatch(
                                server -> median(server.label(), phase, "rate").isPresent()));
    }

    boolean has(String label, ReportPhase phase) {
        return of(label, phase).findAny().isPresent();
    }

    long rounds() {
        return measurements.stream().mapToInt(Measurement::round).max().orElse(0);
    }

    /** The median over the rounds; of an even number of rounds the mean of the two in the middle. */
    OptionalDouble median(String label, ReportPhase phase, String figure) {
        double[] values = of(label, phase)
                .map(each -> each.figure(figure))
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = values.length / 2;
        return OptionalDouble.of(values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
    }

    /** The figure of each round that has it. */
    Map<Integer, Double> rounds(String label, ReportPhase phase, String figure) {
        Map<Integer, Double> rounds = new TreeMap<>();
        of(label, phase).forEach(each -> each.figure(figure).ifPresent(value -> rounds.put(each.round(), value)));
        return rounds;
    }

    /** The sum over all phases and rounds of one server. */
    long sum(String label, String... figures) {
        return measurements.stream()
                .filter(each -> each.label().equals(label))
                .mapToLong(each -> Arrays.stream(figures)
                        .mapToLong(name -> (long) each.figure(name).orElse(0))
                        .sum())
                .sum();
    }

    private Stream<Measurement> of(String label, ReportPhase phase) {
        return measurements.stream()
                .filter(each -> each.label().equals(label) && each.phase().equals(phase));
    }
}
