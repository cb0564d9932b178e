package org.sippresence.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A part of a scenario in which one operation is repeated and measured: closed loop with a bounded number of operations
 * in flight, or open loop at a rate. It ends when all operations are complete, or after silence.
 */
final class LoadPhase {

    private static final int BATCH = 32;
    private static final long LINGER = 100_000_000L;
    private static final long CHECK_INTERVAL = 50_000_000L;

    private final LoadStage stage;
    private final String name;
    private final Meter meter = new Meter();
    private int inflight = 64;
    private long count = Long.MAX_VALUE;
    private double seconds = Double.MAX_VALUE;
    private double rate;
    private boolean reported = true;
    private boolean exact;
    private boolean converging;
    private boolean forgiving;
    private BooleanSupplier done = () -> false;
    private Consumer<Meter> summary = meter -> {};

    /** Sends one request. */
    interface Source {

        /** Returns false if there is nothing to send now. */
        boolean next();
    }

    LoadPhase(LoadStage stage, String name) {
        this.stage = stage;
        this.name = name;
    }

    /** Sets the maximum number of operations in flight. */
    LoadPhase inflight(int operations) {
        inflight = operations;
        return this;
    }

    /** Sets the number of requests. */
    LoadPhase count(long requests) {
        count = requests;
        return this;
    }

    /** Sets the time for which requests are sent, in seconds. */
    LoadPhase seconds(double duration) {
        seconds = duration;
        return this;
    }

    /** Open loop: sets the number of requests per second. */
    LoadPhase rate(double requestsPerSecond) {
        rate = requestsPerSecond;
        return this;
    }

    /** Marks preparation or cleanup: checked, but not reported. */
    LoadPhase unreported() {
        reported = false;
        return this;
    }

    /** Each change is notified exactly once: a NOTIFY with a known state is a duplicate. */
    LoadPhase exact() {
        exact = true;
        return this;
    }

    /** Ends when every watcher has seen the newest state; a watcher that has not has lost a NOTIFY. */
    LoadPhase converging() {
        converging = true;
        return this;
    }

    /** Sends until the condition holds at the latest; checked every 50 ms. */
    LoadPhase until(BooleanSupplier condition) {
        done = condition;
        return this;
    }

    /** Adds metrics of the scenario at the end. */
    LoadPhase summary(Consumer<Meter> metrics) {
        summary = metrics;
        return this;
    }

    /** Leaves the assessment of failures to the scenario, because they are intended: the server dies in this phase. */
    LoadPhase forgiving() {
        forgiving = true;
        return this;
    }

    Meter meter() {
        return meter;
    }

    /** Runs the phase and reports it. */
    Meter run(Source source) {
        stage.digest().createAccounts();
        meter.start();
        stage.enter(meter);
        Map<String, Long> cpu = stage.processes().cpu();
        long own = Processes.own();
        long messages = stage.wire().messages();
        long start = System.nanoTime();
        long deadline = seconds < 1e6 ? start + (long) (seconds * 1e9) : Long.MAX_VALUE;
        send(source, start, deadline);
        drain();
        long linger = System.nanoTime() + LINGER;
        while (System.nanoTime() < linger) {
            stage.poll(1);
        }
        meter.retransmissions += stage.transactions().takeRetransmissions();
        if (exact) {
            meter.notifyDuplicate += meter.sameState;
        }
        summary.accept(meter);
        Cost cost = new Cost(cpu, Processes.own() - own, stage.wire().messages() - messages);
        report(cost);
        return meter;
    }

    private record Cost(Map<String, Long> cpuBefore, long ownNanos, long messages) {}

    private void send(Source source, long start, long deadline) {
        long checkedAt = start;
        while (meter.requests < count) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                return;
            }
            if (now - checkedAt > CHECK_INTERVAL) {
                checkedAt = now;
                if (done.getAsBoolean()) {
                    return;
                }
            }
            long due = rate > 0 ? (long) ((now - start) / 1e9 * rate) + 1 : Long.MAX_VALUE;
            int sent = 0;
            while (sent < BATCH
                    && meter.open() < inflight
                    && meter.requests < Math.min(count, due)
                    && stage.transactions().room()
                    && source.next()) {
                sent++;
            }
            stage.poll(sent > 0 ? 0 : 1);
            if (silent() && meter.open() >= inflight) {
                meter.notifyLost += stage.writeOff();
            }
        }
    }

    private boolean silent() {
        return System.nanoTime() - meter.lastAt() > stage.patience()
                && stage.transactions().open() == 0;
    }

    private void drain() {
        long checkedAt = 0;
        boolean missing = converging;
        while (meter.open() > 0 || missing) {
            stage.poll(1);
            if (silent()) {
                long behind = converging ? stage.behind() : 0;
                meter.notifyLost += Math.max(behind, stage.writeOff());
                return;
            }
            if (missing && System.nanoTime() - checkedAt > CHECK_INTERVAL) {
                missing = !stage.converged();
                checkedAt = System.nanoTime();
            }
        }
    }

    private void report(Cost cost) {
        if (!forgiving && !meter.clean()) {
            stage.results().fault(stage.scenario() + ' ' + name + ": " + meter.faults() + '\n' + meter.wrongSample());
        }
        if (!reported) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>(stage.identity());
        line.put("phase", name);
        for (String key : new String[] {"users", "watchers", "inflight"}) {
            if (stage.parameters().has(key)) {
                line.put(key, stage.parameters().integer(key));
            }
        }
        line.putAll(meter.results());
        Map<String, Long> used = new LinkedHashMap<>(stage.processes().cpu());
        used.replaceAll((label, micros) -> Math.max(0, micros - cost.cpuBefore().getOrDefault(label, 0L)));
        if (!used.isEmpty()) {
            line.put("cpu_us_per_request", shares(used, meter.ok));
            if (meter.notifies > 0) {
                line.put("cpu_us_per_notify", shares(used, meter.notifies));
            }
            line.put("rss_kb", stage.processes().memory());
        }
        line.put("load_cpu_us_per_request", Meter.rounded(cost.ownNanos() / 1e3 / Math.max(1, meter.ok)));
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("load_cpu_us_per_message", Meter.rounded(cost.ownNanos() / 1e3 / Math.max(1, cost.messages())));
        extra.put("load_cpu_share", Meter.rounded(cost.ownNanos() / 1e9 / meter.seconds()));
        extra.put("notify_retransmissions", meter.retransmitted);
        extra.put("coalesced", meter.coalesced);
        extra.put("same_state", meter.sameState);
        extra.put("stray", meter.stray);
        if (!stage.digest().isOff()) {
            extra.put("challenges", stage.digest().takeChallenges());
        }
        extra.putAll(meter.extra);
        line.put("extra", extra);
        stage.results().add(line);
        stage.results().print(line(line));
    }

    private static Map<String, Double> shares(Map<String, Long> used, long count) {
        Map<String, Double> shares = new LinkedHashMap<>();
        used.forEach((label, micros) -> shares.put(label, Meter.rounded((double) micros / Math.max(1, count))));
        return shares;
    }

    private String line(Map<String, Object> line) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-10s %-12s", stage.scenario(), name));
        for (String key : new String[] {
            "rate", "latency_ms", "notify_rate", "complete_ms", "cpu_us_per_request", "cpu_us_per_notify"
        }) {
            if (line.containsKey(key)) {
                text.append(' ').append(key).append(' ').append(line.get(key));
            }
        }
        return text.append(meter.extra.isEmpty() ? "" : " " + meter.extra).toString();
    }
}
