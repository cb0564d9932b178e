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
 * Decides which events are written and counts the others. The first events of a kind are written, and later ones within
 * the period are counted. While each period has counted events, only the count is written. Thread-safe.
 */
final class Repetitions {

    /** Written events of a kind per period; one if it has a stack trace. */
    static final int FIRST = 3;

    /** Written events of a kind of level info per period. */
    static final int FIRST_OF_INFO = 10;

    /** Written events of a logger per period, whatever their kinds. */
    static final int FIRST_OF_LOGGER = 20;

    /** Number of distinguished kinds; all others share one. */
    static final int MAX_KINDS = 1_000;

    private static final int MAX_TEXT = 1_900;

    private final Map<EventKind, Count> counts = new HashMap<>();
    private final Clock clock;
    private final long periodMillis;

    Repetitions(Clock clock, Duration period) {
        this.clock = clock;
        this.periodMillis = period.toMillis();
    }

    /**
     * The number of events that were not written.
     *
     * @param last text of the last one
     */
    record Summary(String logger, Level level, String last, long times, long seconds) {}

    private static final class Count {
        private long since;
        private int written;
        private long omitted;
        private Level level = Level.WARN;
        private String logger = "";
        private String last = "";
    }

    /** Whether the event is to be written; if not, it is counted. */
    synchronized boolean admits(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
            return true;
        }
        Count ofKind = count(EventKind.of(event));
        Count ofLogger = count(EventKind.anyOf(event.getLoggerName()));
        if (ofKind.written >= first(event)) {
            omit(ofKind, event);
            return false;
        }
        ofKind.written++;
        if (ofLogger.written >= FIRST_OF_LOGGER) {
            omit(ofLogger, event);
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
            count = counts.computeIfAbsent(counts.size() < MAX_KINDS ? kind : EventKind.OTHERS, any -> new Count());
        }
        if (count.since == 0 || (count.omitted == 0 && isOver(count))) {
            count.since = now;
            count.written = 0;
        }
        return count;
    }

    private void makeRoom() {
        if (counts.size() >= MAX_KINDS) {
            counts.values().removeIf(each -> each.omitted == 0 && isOver(each));
        }
    }

    private boolean isOver(Count count) {
        long age = clock.millis() - count.since;
        return age >= periodMillis || age < 0; // the clock may have been set back
    }

    private static void omit(Count count, ILoggingEvent event) {
        count.omitted++;
        count.level = event.getLevel();
        count.logger = event.getLoggerName();
        String text = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            text = text + ": " + FailureCause.line(event.getThrowableProxy());
        }
        count.last = SafeText.of(event.getLoggerName(), text, MAX_TEXT);
    }

    /** Returns the counts of periods that have ended. The next period of the same kind begins with the count. */
    synchronized List<Summary> finished() {
        List<Summary> summaries = new ArrayList<>();
        for (Iterator<Count> each = counts.values().iterator(); each.hasNext(); ) {
            Count count = each.next();
            if (isOver(count)) {
                if (count.omitted == 0) {
                    each.remove();
                } else {
                    summaries.add(summary(count));
                    count.since = clock.millis();
                    count.omitted = 0;
                }
            }
        }
        return summaries;
    }

    /** Returns all counts and resets them. */
    synchronized List<Summary> takeAll() {
        Collection<Count> all = counts.values();
        List<Summary> summaries =
                all.stream().filter(each -> each.omitted > 0).map(this::summary).toList();
        counts.clear();
        return summaries;
    }

    /** Time until {@link #finished} returns a count; empty if nothing is counted. */
    synchronized OptionalLong millisToNext() {
        return counts.values().stream()
                .filter(each -> each.omitted > 0)
                .mapToLong(each -> Math.max(0, each.since + periodMillis - clock.millis()))
                .min();
    }

    private Summary summary(Count count) {
        long seconds = Math.max(1, Math.round((clock.millis() - count.since) / 1000.0));
        return new Summary(count.logger, count.level, count.last, count.omitted, seconds);
    }
}
