package org.sippresence.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The part of the document that a run writes: machine, goals, pictures, tables, costs, commands. */
final class ReportText {

    private final ReportResults results;
    private final Costs costs;
    private final Map<String, String> pictures;

    /** @param pictures name of a picture's file to the link that leads to it */
    ReportText(ReportResults results, Costs costs, Map<String, String> pictures) {
        this.results = results;
        this.costs = costs;
        this.pictures = Map.copyOf(pictures);
    }

    /**
     * @param directory of the results: {@code machine.txt} and {@code commands.txt} are included if they exist
     * @param home of the document, which links start from
     */
    String markdown(Path directory, Path home) throws IOException {
        StringBuilder text = new StringBuilder("\n");
        text.append(read(directory.resolve("machine.txt")));
        text.append(results.rounds() > 1 ? "Medians of " + results.rounds() + " rounds. " : "One round. ");
        text.append("Raw results: [")
                .append(directory.getFileName())
                .append("](")
                .append(home.relativize(directory.toAbsolutePath()))
                .append(").\n\n### Goals\n\n")
                .append(Goals.table(results))
                .append(
                        "\nIn brackets: the lowest and the highest ratio of a round. Kamailio's counts of NOTIFYs are lost, repeated,"
                                + " reordered, wrong.\n");
        picture(text, "rate.svg", "cpu.svg", "latency.svg");
        text.append("\n### All scenarios\n\n")
                .append("CPU is that of the server with all its processes + the database's, in microseconds for each\n")
                .append("successful request or NOTIFY. MB is the server's resident memory at the end of the phase.\n\n")
                .append(Tables.scenarios(results));
        section(text, "Idle subscriptions", Tables.idle(results));
        section(text, "Expiry", Tables.expiry(results));
        section(text, "Growth and restart", Tables.growth(results));
        picture(text, "growth-heap.svg", "growth-change.svg", "growth-restart.svg");
        section(text, "Digest", read(directory.resolve("digest.md")));
        section(text, "The largest costs", costs.table());
        String commands = read(directory.resolve("commands.txt"));
        if (!commands.isEmpty()) {
            text.append("\n### Commands\n\n```sh\n").append(commands.strip()).append("\n```\n");
        }
        return text.append("\n").toString();
    }

    private static void section(StringBuilder text, String title, String table) {
        if (!table.isEmpty()) {
            text.append("\n### ").append(title).append("\n\n").append(table);
        }
    }

    private void picture(StringBuilder text, String... names) {
        for (String name : names) {
            if (pictures.containsKey(name)) {
                text.append("\n![")
                        .append(name.replace(".svg", "").replace('-', ' '))
                        .append("](")
                        .append(pictures.get(name))
                        .append(")\n");
            }
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) + "\n" : "";
    }
}
