package org.sippresence.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the heap of many subscriptions, the latency of a change, and the time of a restart until the server serves and
 * until the first change of each presentity has reached all its watchers. The dialogs continue: their NOTIFYs are checked across
 * the restart as in all scenarios.
 *
 * <p>Needs {@code --restart-command}, which prints {@code started MS} and {@code ready MS}, in milliseconds of the epoch, and
 * {@code --process server=@FILE} with a file that names the new process afterwards. With {@code clean=0} it removes nothing.
 * {@code settle}: seconds before the heap is measured, until completed transactions are removed.
 */
final class Restart {

    private static final int EXPIRES = 7_200;
    private static final int AT_ONCE = 64;
    private static final Pattern TIME = Pattern.compile("^(started|ready) ([0-9]{1,15})$", Pattern.MULTILINE);

    private Restart() {}

    static void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        String command =
                stage.options().restartCommand().orElseThrow(() -> new BadArguments("restart needs --restart-command"));
        List<LoadPublisher> users = stage.publishers();
        List<LoadWatcher> watchers = stage.watchers(users);
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("subscribe", watchers, each -> each.subscribe(EXPIRES));
        stage.idle(parameters.number("settle"));
        report(stage, "growth", Map.of("heap_used_mb", Meter.rounded(LiveHeap.megabytes(stage))));
        stage.timedPhase("change")
                .converging()
                .run(new RoundRobin<>(users, LoadPublisher::busy, LoadPublisher::publish));

        Map<String, Long> times = times(stage.await(Shell.run(command)));
        long started = times.get("started");
        stage.prepare("first answer", users.subList(0, 1), LoadPublisher::refresh);
        long served = System.currentTimeMillis();
        stage.phase("all")
                .inflight(AT_ONCE)
                .count(users.size())
                .converging()
                .run(new RoundRobin<>(users, each -> false, LoadPublisher::publish));
        long told = System.currentTimeMillis();
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("ready_ms", times.get("ready") - started);
        extra.put("served_ms", served - started);
        extra.put("all_notified_ms", told - started);
        report(stage, "restart", extra);

        if (parameters.integer("clean") != 0) {
            stage.prepare("unsubscribe", watchers, each -> each.subscribe(0));
            stage.prepare("remove", users, LoadPublisher::remove);
        }
    }

    /** Reports a phase that has values of its own only. */
    private static void report(LoadStage stage, String phase, Map<String, Object> extra) {
        Map<String, Object> line = new LinkedHashMap<>(stage.identity());
        line.put("phase", phase);
        line.put("users", stage.parameters().integer("users"));
        line.put("watchers", stage.parameters().integer("watchers"));
        line.put("rss_kb", stage.processes().memory());
        line.put("extra", extra);
        stage.results().add(line);
        stage.results().print(String.format("%-10s %-12s %s", stage.scenario(), phase, extra));
    }

    private static Map<String, Long> times(String output) {
        Map<String, Long> times = new LinkedHashMap<>();
        Matcher matcher = TIME.matcher(output);
        while (matcher.find()) {
            times.put(matcher.group(1), Long.valueOf(matcher.group(2)));
        }
        if (times.size() < 2) {
            throw new BenchFailure("the restart command did not say started and ready: " + output);
        }
        return times;
    }
}
