package org.sippresence.bench;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the memory of idle subscriptions: memory of the processes before and after, and of a Java server the used
 * heap after a collection ({@code jcmd}), if the label {@code server} is among the measured processes. With {@code
 * settle=35} each measurement waits until completed transactions are removed (timer J, RFC 3261 section 17.2.2).
 */
final class Idle {

    private static final Pattern USED = Pattern.compile("(?:PSYoungGen|ParOldGen|garbage-first heap|def new generation"
            + "|tenured generation|ZHeap|Shenandoah)[^\\n]*?used (\\d+)([KM])");

    private Idle() {}

    static void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers();
        List<LoadWatcher> watchers = stage.watchers(users);
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.idle(parameters.number("settle"));
        Heap before = heap(stage);
        long rss = stage.processes().memory().getOrDefault("server", 0L);
        LoadPhase phase = stage.phase("idle");
        stage.prepare("subscribe", watchers, watcher -> watcher.subscribe(Population.EXPIRES));
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

        /** Parses the output of {@code jcmd GC.heap_info}. */
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
        String jcmd = System.getProperty("java.home") + "/bin/jcmd " + java.get() + ' ';
        stage.await(Shell.run(jcmd + "GC.run"));
        return Heap.parsed(stage.await(Shell.run(jcmd + "GC.heap_info")));
    }
}
