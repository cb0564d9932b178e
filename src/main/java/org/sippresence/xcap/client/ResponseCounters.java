package org.sippresence.xcap.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.DocumentResponse.Found;
import org.sippresence.xcap.client.DocumentResponse.Unchanged;

/** Counts responses. Thread-safe. */
final class ResponseCounters {

    private final LongAdder found = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder absent = new LongAdder();
    private final Map<FetchFailure, LongAdder> failures = new EnumMap<>(FetchFailure.class);

    ResponseCounters() {
        for (FetchFailure each : FetchFailure.values()) {
            failures.put(each, new LongAdder());
        }
    }

    void count(DocumentResponse answer) {
        if (answer instanceof Failed failed) {
            failures.get(failed.failure()).increment();
        } else if (answer instanceof Found) {
            found.increment();
        } else if (answer instanceof Unchanged) {
            unchanged.increment();
        } else {
            absent.increment();
        }
    }

    XcapClientMetrics.Answers answers() {
        Map<FetchFailure, Long> counted = new EnumMap<>(FetchFailure.class);
        failures.forEach((kind, count) -> counted.put(kind, count.sum()));
        return new XcapClientMetrics.Answers(found.sum(), unchanged.sum(), absent.sum(), counted);
    }
}
