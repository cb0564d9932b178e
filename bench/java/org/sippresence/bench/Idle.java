package org.sippresence.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the memory of idle subscriptions: memory of the processes before and after, and of a Java server the used
 * heap after a collection ({@code jcmd}), if the label {@code server} is among the measured processes. With {@code
 * settle=35} each measurement waits until completed transactions are removed (timer J, RFC 3261 section 17.2.2).
 */
final class Idle implements Scenario {

    private static final int EXPIRES = 3_600;
    private static final Pattern USED = Pattern.compile("(?:PSYoungGen|ParOldGen|garbage-first heap|def new generation"
            + "|tenured generation|ZHeap|Shenandoah)[^\\n]*?used (\\d+)([KM])");

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of(
                "users", "10000", "watchers", "10", "inflight", "256", "seconds", "5", "settle", "0", "keep", "0");
    }

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers(parameters.integer("users"));
        List<LoadWatcher> watchers = stage.watchers(users, parameters.integer("watchers"));
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.idle(parameters.number("settle"));
        Heap before = heap(stage);
        long rss = stage.processes().memory().getOrDefault("server", 0L);
        LoadPhase phase = stage.phase("idle");
        stage.prepare("subscribe", watchers, watcher -> watcher.subscribe(EXPIRES));
        stage.idle(parameters.number("settle"));
        Heap after = heap(stage);
        Meter meter = phase.meter();
        double count = Math.max(1, watchers.size());
        meter.extra.put("subscriptions", watchers.size());
        meter.extra.put(
                "rss_kb_per_subscription",
                Meter.rounded((stage.processes().memory().getOrDefault("server", 0L) - rss) / count));
        if (before.kilobytes() > 0 && after.kilobytes() > 0) {
            meter.extra.put("heap_kb_before", before.kilobytes());
            meter.extra.put("heap_kb_after", after.kilobytes());
            meter.extra.put(
                    "heap_bytes_per_subscription",
                    Meter.rounded((after.kilobytes() - before.kilobytes()) * 1_024 / count));
        }
        phase.seconds(parameters.number("seconds")).run(() -> false);
        if (parameters.integer("keep") == 0) {
            stage.prepare("unsubscribe", watchers, watcher -> watcher.subscribe(0));
            stage.prepare("remove", users, LoadPublisher::remove);
        }
    }

    /**
     * The used heap after a collection.
     *
     * @param kilobytes 0: not a Java server, or not accessible
     */
    record Heap(long kilobytes) {

        /** Reads what {@code jcmd GC.heap_info} prints. */
        static Heap parsed(String info) {
            long kilobytes = 0;
            Matcher used = USED.matcher(info);
            while (used.find()) {
                kilobytes += Long.parseLong(used.group(1)) * ("M".equals(used.group(2)) ? 1_024 : 1);
            }
            return new Heap(kilobytes);
        }
    }

    private static Heap heap(LoadStage stage) {
        Optional<Integer> java = stage.processes().find("server", "java");
        if (java.isEmpty()) {
            return new Heap(0);
        }
        stage.await(CompletableFuture.supplyAsync(() -> jcmd(java.get(), "GC.run")));
        return Heap.parsed(stage.await(CompletableFuture.supplyAsync(() -> jcmd(java.get(), "GC.heap_info"))));
    }

    private static String jcmd(int process, String command) {
        String tool = System.getProperty("java.home") + "/bin/jcmd";
        try {
            Process child = new ProcessBuilder(tool, String.valueOf(process), command)
                    .redirectErrorStream(true)
                    .start();
            try (java.io.InputStream output = child.getInputStream()) {
                return new String(output.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new BenchFailure("cannot run " + tool, e);
        }
    }
}
