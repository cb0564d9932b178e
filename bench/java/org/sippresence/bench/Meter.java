package org.sippresence.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The counters of one phase. Not thread-safe. */
final class Meter {

    final Histogram latency = new Histogram();
    final Histogram notifyLatency = new Histogram();
    final Histogram complete = new Histogram();
    final Map<String, Object> extra = new LinkedHashMap<>();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    long requests;
    long ok;
    long unexpected;
    long timeouts;
    long retransmissions;
    long notifies;
    long notifyExpected;
    long notifyLost;
    long notifyDuplicate;
    long notifyReordered;
    long notifyWrong;
    long retransmitted;
    long coalesced;
    long sameState;
    long stray;
    private int open;
    private long firstAt;
    private long lastAt = System.nanoTime();
    private String wrongSample = "";

    /** The phase begins. */
    void start() {
        firstAt = System.nanoTime();
        lastAt = firstAt;
    }

    /** A request is sent: an operation begins, which is complete when its response and its NOTIFYs have arrived. */
    void begun() {
        long now = System.nanoTime();
        if (requests == 0) {
            firstAt = now;
        }
        lastAt = now;
        requests++;
        open++;
    }

    /** An operation is complete or has been given up. */
    void over() {
        open--;
    }

    /** Number of incomplete operations. */
    int open() {
        return open;
    }

    /**
     * A final response has arrived.
     *
     * @param expected whether the scenario expects it
     */
    void answered(int status, long sentAt, boolean expected) {
        lastAt = System.nanoTime();
        statuses.merge(status, 1L, Long::sum);
        if (status < 300) {
            ok++;
            latency.add(lastAt - sentAt);
        }
        if (!expected) {
            unexpected++;
        }
    }

    /** Number of final responses by status. */
    Map<Integer, Long> statuses() {
        return statuses;
    }

    /** A message has arrived. */
    void progress(long now) {
        lastAt = now;
    }

    /** The last time at which something was sent or arrived. */
    long lastAt() {
        return lastAt;
    }

    /** Counts a wrong NOTIFY; the first one is kept for the report. */
    void wrong(String why, Object notify) {
        notifyWrong++;
        if (wrongSample.isEmpty()) {
            wrongSample = why + ":\n" + notify;
        }
    }

    String wrongSample() {
        return wrongSample;
    }

    /** From the first request to the last message. */
    double seconds() {
        return Math.max(1, lastAt - firstAt) / 1e9;
    }

    /** Whether no NOTIFY was lost, repeated, reordered or wrong, and every request was answered as expected. */
    boolean clean() {
        return notifyLost + notifyDuplicate + notifyReordered + notifyWrong + unexpected + timeouts == 0;
    }

    /** A readable summary of failures. */
    String faults() {
        return "lost " + notifyLost + ", duplicate " + notifyDuplicate + ", reordered " + notifyReordered + ", wrong "
                + notifyWrong + ", unexpected answers " + unexpected + " of " + statuses + ", timeouts " + timeouts;
    }

    /** The results by their names in the result lines. */
    Map<String, Object> results() {
        Map<String, Object> results = new LinkedHashMap<>();
        double seconds = seconds();
        results.put("seconds", rounded(seconds));
        results.put("requests", requests);
        results.put("ok", ok);
        results.put("status", statuses);
        results.put("timeouts", timeouts);
        results.put("retransmissions", retransmissions);
        if (latency.count() > 0) {
            results.put("latency_ms", latency.millis());
        }
        results.put("rate", rounded(ok / seconds));
        if (notifies > 0 || notifyExpected > 0) {
            results.put("notifies", notifies);
            results.put("notify_expected", notifyExpected);
            results.put("notify_lost", notifyLost);
            results.put("notify_duplicate", notifyDuplicate);
            results.put("notify_reordered", notifyReordered);
            results.put("notify_wrong", notifyWrong);
            results.put("notify_rate", rounded(notifies / seconds));
        }
        if (notifyLatency.count() > 0) {
            results.put("notify_latency_ms", notifyLatency.millis());
        }
        if (complete.count() > 0) {
            results.put("complete_ms", complete.millis());
        }
        return results;
    }

    static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
