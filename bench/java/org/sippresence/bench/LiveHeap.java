package org.sippresence.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reachable objects of a JVM after a full collection, by the JDK's {@code jcmd}. */
final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("^Total +[0-9]+ +([0-9]+)", Pattern.MULTILINE);
    private static final double MEGABYTE = 1024 * 1024;

    private LiveHeap() {}

    /**
     * MB of reachable objects of the process with the label {@code server}.
     *
     * @throws BenchFailure if it is no JVM, or there is no jcmd
     */
    static double megabytes(LoadStage stage) {
        int id = stage.processes()
                .find("server", "java")
                .orElseThrow(() -> new BenchFailure("no java among --process server=..."));
        Matcher total = TOTAL.matcher(stage.await(Shell.run("jcmd " + id + " GC.class_histogram")));
        if (!total.find()) {
            throw new BenchFailure("jcmd printed no total for process " + id);
        }
        return Long.parseLong(total.group(1)) / MEGABYTE;
    }
}
