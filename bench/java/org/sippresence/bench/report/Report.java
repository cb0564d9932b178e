package org.sippresence.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the report of a run: {@code Report RESULTS DOCUMENT PLOTS}. RESULTS is the directory with the lines of JSON, DOCUMENT the
 * Markdown file whose part between the two marks is replaced (created if it is absent), PLOTS the directory of the pictures.
 */
public final class Report {

    static final String BEGIN = "<!-- measured: written by scripts/bench, not by hand -->";
    static final String END = "<!-- /measured -->";

    private Report() {}

    /** Exit code 2 for wrong arguments, 1 if something cannot be read or written. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("Report RESULTS DOCUMENT PLOTS");
            System.exit(2);
        }
        try {
            write(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        } catch (IOException e) {
            System.err.println("report: " + e);
            System.exit(1);
        }
    }

    static void write(Path directory, Path document, Path plots) throws IOException {
        ReportResults results = ReportResults.read(directory);
        Map<String, String> pictures = Plots.of(results);
        Files.createDirectories(plots);
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            Files.writeString(plots.resolve(picture.getKey()), picture.getValue());
        }
        Path home = document.toAbsolutePath().getParent();
        Map<String, String> links = new HashMap<>();
        pictures.keySet()
                .forEach(name -> links.put(
                        name,
                        home.relativize(plots.toAbsolutePath().resolve(name)).toString()));
        String text = new ReportText(results, Costs.read(directory), links).markdown(directory, home);
        String before = Files.exists(document) ? Files.readString(document) : BEGIN + "\n" + END + "\n";
        Files.writeString(document, between(before, text));
    }

    /** @throws IOException if the marks are not there */
    static String between(String document, String text) throws IOException {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("the document has no marks " + BEGIN + " and " + END);
        }
        return document.substring(0, begin + BEGIN.length()) + "\n" + text + document.substring(end);
    }
}
