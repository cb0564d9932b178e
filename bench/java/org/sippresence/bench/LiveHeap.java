package org.sippresence.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap holds after a full collection, by the JDK's {@code jcmd}. */
final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("^Total +[0-9]+ +([0-9]+)", Pattern.MULTILINE);
    private static final double MEGABYTE = 1024 * 1024;

    private LiveHeap() {}

    /**
     * MB of reachable objects of the process with the label {@code server}.
     *
     * @throws BenchFailure if it is no JVM, or there is no jcmd
     */
    static double megabytes(Processes processes) {
        int id = processes
                .find("server", "java")
                .orElseThrow(() -> new BenchFailure("no java among --process server=..."));
        try {
            Process jcmd = new ProcessBuilder("jcmd", String.valueOf(id), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(histogram);
            if (!total.find()) {
                throw new BenchFailure("jcmd did not tell of the heap of " + id);
            }
            return Long.parseLong(total.group(1)) / MEGABYTE;
        } catch (IOException e) {
            throw new BenchFailure("jcmd cannot be run", e);
        }
    }
}
