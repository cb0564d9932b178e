package org.sippresence.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The resource usage of a server at one time.
 *
 * @param values by name: {@code heap} in bytes, {@code rows_TABLE}, {@code threads}, {@code files} and other counts
 */
record ResourceUsage(Map<String, Long> values) {

    private static final int PERCENT = 100;
    private static final int HEAP_PERCENT = 10;
    private static final long HEAP = 8L << 20;
    private static final int THREADS = 10;
    private static final int OTHERS = 5;

    ResourceUsage {
        values = new LinkedHashMap<>(values);
    }

    /** Parses a name and a number from each line; ignores other lines. */
    static ResourceUsage parse(String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        text.lines().map(line -> line.strip().split("\\s+", -1)).forEach(words -> {
            if (words.length == 2 && words[1].matches("[0-9]{1,18}")) {
                values.put(words[0], Long.valueOf(words[1]));
            }
        });
        if (values.isEmpty()) {
            throw new BenchFailure("nothing was measured: " + text);
        }
        return new ResourceUsage(values);
    }

    /** The permitted increase: rows none, heap a tenth and 8 MB, threads and open files ten, others five. */
    private static long margin(String name, long before) {
        if (name.startsWith("rows_")) {
            return 0;
        }
        return switch (name) {
            case "heap" -> before * HEAP_PERCENT / PERCENT + HEAP;
            case "threads", "files" -> THREADS;
            default -> OTHERS;
        };
    }

    /** The values that exceed their margin afterwards, or cannot be compared. */
    List<String> grown(ResourceUsage after) {
        List<String> grown = new ArrayList<>();
        values.forEach((name, before) -> {
            Long now = after.values.get(name);
            if (now == null || now > before + margin(name, before)) {
                grown.add(name + " from " + before + " to " + now);
            }
        });
        return grown;
    }

    /** A table of both, with the margins. */
    String beside(ResourceUsage after) {
        StringBuilder table = new StringBuilder(line("", "before", "after", "margin"));
        values.forEach((name, before) -> table.append(line(
                name,
                before.toString(),
                String.valueOf(after.values.get(name)),
                String.valueOf(margin(name, before)))));
        return table.toString();
    }

    private static String line(String... columns) {
        return String.format(Locale.ROOT, "%-40s %14s %14s %12s%n", columns[0], columns[1], columns[2], columns[3]);
    }
}
