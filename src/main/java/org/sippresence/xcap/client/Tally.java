package org.sippresence.xcap.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.xcap.client.Answer.Failed;
import org.sippresence.xcap.client.Answer.Found;
import org.sippresence.xcap.client.Answer.Unchanged;

/** Counts answers. Thread-safe. */
final class Tally {

    private final LongAdder found = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder absent = new LongAdder();
    private final Map<Failure, LongAdder> failures = new EnumMap<>(Failure.class);

    Tally() {
        for (Failure each : Failure.values()) {
            failures.put(each, new LongAdder());
        }
    }

    void count(Answer answer) {
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

    Figures.Answers answers() {
        Map<Failure, Long> counted = new EnumMap<>(Failure.class);
        failures.forEach((kind, count) -> counted.put(kind, count.sum()));
        return new Figures.Answers(found.sum(), unchanged.sum(), absent.sum(), counted);
    }
}
