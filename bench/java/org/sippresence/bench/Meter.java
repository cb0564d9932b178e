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

    /** A request leaves: an operation begins, which is over when all that it leads to has arrived. */
    void begun() {
        long now = System.nanoTime();
        if (requests == 0) {
            firstAt = now;
        }
        lastAt = now;
        requests++;
        open++;
    }

    /** All that a request leads to has arrived, or has been given up. */
    void over() {
        open--;
    }

    /** Operations that have begun and are not over. */
    int open() {
        return open;
    }

    /**
     * A final response has arrived.
     *
     * @param expected whether the scenario counts on it
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

    /** The final responses so far: how many with which status. */
    Map<Integer, Long> statuses() {
        return statuses;
    }

    /** Something has arrived. */
    void progress(long now) {
        lastAt = now;
    }

    /** The last time at which something was sent or arrived. */
    long lastAt() {
        return lastAt;
    }

    /** A NOTIFY was wrong; the first one is kept for the report. */
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

    /** Whether nothing was lost, repeated, reordered, wrong, unanswered or answered otherwise than it should be. */
    boolean clean() {
        return notifyLost + notifyDuplicate + notifyReordered + notifyWrong + unexpected + timeouts == 0;
    }

    /** What went wrong, for people. */
    String faults() {
        return "lost " + notifyLost + ", duplicate " + notifyDuplicate + ", reordered " + notifyReordered + ", wrong "
                + notifyWrong + ", unexpected answers " + unexpected + " of " + statuses + ", timeouts " + timeouts;
    }

    /** The figures, under the names of the result lines. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        double seconds = seconds();
        figures.put("seconds", rounded(seconds));
        figures.put("requests", requests);
        figures.put("ok", ok);
        figures.put("status", statuses);
        figures.put("timeouts", timeouts);
        figures.put("retransmissions", retransmissions);
        if (latency.count() > 0) {
            figures.put("latency_ms", latency.millis());
        }
        figures.put("rate", rounded(ok / seconds));
        if (notifies > 0 || notifyExpected > 0) {
            figures.put("notifies", notifies);
            figures.put("notify_expected", notifyExpected);
            figures.put("notify_lost", notifyLost);
            figures.put("notify_duplicate", notifyDuplicate);
            figures.put("notify_reordered", notifyReordered);
            figures.put("notify_wrong", notifyWrong);
            figures.put("notify_rate", rounded(notifies / seconds));
        }
        if (notifyLatency.count() > 0) {
            figures.put("notify_latency_ms", notifyLatency.millis());
        }
        if (complete.count() > 0) {
            figures.put("complete_ms", complete.millis());
        }
        return figures;
    }

    static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
