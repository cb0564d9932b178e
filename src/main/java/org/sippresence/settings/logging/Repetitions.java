package org.sippresence.settings.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides which events are written and counts those that are not. Of a kind the first events are written, what follows within
 * the period is counted; as long as something is counted in each period, the count is all that is written. Thread-safe.
 */
final class Repetitions {

    /** Written of a kind in a period; one if it has a stack trace. */
    static final int FIRST = 3;

    /** Written of a kind of level info in a period. */
    static final int FIRST_OF_INFO = 10;

    /** Written of a logger in a period, whatever the kinds. */
    static final int FIRST_OF_LOGGER = 20;

    /** Kinds that are told apart; others share one. */
    static final int MOST_KINDS = 1_000;

    private static final int LONGEST_TEXT = 1_900;

    private final Map<EventKind, Count> counts = new HashMap<>();
    private final Clock clock;
    private final long periodMillis;

    Repetitions(Clock clock, Duration period) {
        this.clock = clock;
        this.periodMillis = period.toMillis();
    }

    /**
     * How often something came that was not written.
     *
     * @param last the last one's text
     */
    record Summary(String logger, Level level, String last, long times, long seconds) {}

    private static final class Count {
        private long since;
        private int written;
        private long leftOut;
        private Level level = Level.WARN;
        private String logger = "";
        private String last = "";
    }

    /** Whether the event is to be written; if not it is counted. */
    synchronized boolean admits(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
            return true;
        }
        Count ofKind = count(EventKind.of(event));
        Count ofLogger = count(EventKind.anyOf(event.getLoggerName()));
        if (ofKind.written >= first(event)) {
            leaveOut(ofKind, event);
            return false;
        }
        ofKind.written++;
        if (ofLogger.written >= FIRST_OF_LOGGER) {
            leaveOut(ofLogger, event);
            return false;
        }
        ofLogger.written++;
        return true;
    }

    private static int first(ILoggingEvent event) {
        if (event.getLevel() == Level.INFO) {
            return FIRST_OF_INFO;
        }
        return FailureCause.needsTrace(event) ? 1 : FIRST;
    }

    private Count count(EventKind kind) {
        long now = clock.millis();
        Count count = counts.get(kind);
        if (count == null) {
            makeRoom();
            count = counts.computeIfAbsent(counts.size() < MOST_KINDS ? kind : EventKind.OTHERS, any -> new Count());
        }
        if (count.since == 0 || (count.leftOut == 0 && isOver(count))) {
            count.since = now;
            count.written = 0;
        }
        return count;
    }

    private void makeRoom() {
        if (counts.size() >= MOST_KINDS) {
            counts.values().removeIf(each -> each.leftOut == 0 && isOver(each));
        }
    }

    private boolean isOver(Count count) {
        long age = clock.millis() - count.since;
        return age >= periodMillis || age < 0; // the clock may have been set back
    }

    private static void leaveOut(Count count, ILoggingEvent event) {
        count.leftOut++;
        count.level = event.getLevel();
        count.logger = event.getLoggerName();
        String text = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            text = text + ": " + FailureCause.line(event.getThrowableProxy());
        }
        count.last = SafeText.of(event.getLoggerName(), text, LONGEST_TEXT);
    }

    /** What was counted in periods that are over. The next period of the same kind begins with the count. */
    synchronized List<Summary> finished() {
        List<Summary> summaries = new ArrayList<>();
        for (Iterator<Count> each = counts.values().iterator(); each.hasNext(); ) {
            Count count = each.next();
            if (isOver(count)) {
                if (count.leftOut == 0) {
                    each.remove();
                } else {
                    summaries.add(summary(count));
                    count.since = clock.millis();
                    count.leftOut = 0;
                }
            }
        }
        return summaries;
    }

    /** What was counted until now; everything begins anew. */
    synchronized List<Summary> takeAll() {
        Collection<Count> all = counts.values();
        List<Summary> summaries =
                all.stream().filter(each -> each.leftOut > 0).map(this::summary).toList();
        counts.clear();
        return summaries;
    }

    /** How long until {@link #finished} has something to tell; empty if nothing is counted. */
    synchronized OptionalLong millisToNext() {
        return counts.values().stream()
                .filter(each -> each.leftOut > 0)
                .mapToLong(each -> Math.max(0, each.since + periodMillis - clock.millis()))
                .min();
    }

    private Summary summary(Count count) {
        long seconds = Math.max(1, Math.round((clock.millis() - count.since) / 1000.0));
        return new Summary(count.logger, count.level, count.last, count.leftOut, seconds);
    }
}
