package org.sippresence.xcap.client;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.xcap.client.DocumentResponse.Failed;

/** Counts responses by kind. Thread-safe. */
final class ResponseCounters {

    private final Map<String, LongAdder> counts = new TreeMap<>();

    ResponseCounters() {
        for (String each : new String[] {"found", "unchanged", "absent"}) {
            counts.put(each, new LongAdder());
        }
        for (FetchFailure each : FetchFailure.values()) {
            counts.put(kind(each), new LongAdder());
        }
    }

    static String kind(FetchFailure failure) {
        return failure.name().toLowerCase(Locale.ROOT);
    }

    void count(DocumentResponse response) {
        String kind = response instanceof Failed failed
                ? kind(failed.failure())
                : response.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        counts.get(kind).increment();
    }

    /** Returns the counts of all kinds. */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }
}
