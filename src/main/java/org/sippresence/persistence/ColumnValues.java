package org.sippresence.persistence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.sippresence.model.Aor;

/** Converts domain values to column values. */
final class ColumnValues {

    /** Later times are stored as this one: MySQL's DATETIME has four digits for the year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private ColumnValues() {}

    /** Truncates to the millisecond, because databases round a finer fraction up or down. */
    static LocalDateTime millis(Instant instant) {
        return LocalDateTime.ofInstant(bounded(instant).truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }

    static LocalDateTime micros(Instant instant) {
        return LocalDateTime.ofInstant(bounded(instant).truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /** Converts a time to a number, which every database stores exactly. */
    static long microsSinceEpoch(Instant instant) {
        Instant bounded = bounded(instant);
        return TimeUnit.SECONDS.toMicros(bounded.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(bounded.getNano());
    }

    /**
     * Returns the time that was stored as a number.
     *
     * @param fallback the time column, for rows that another program wrote without the number
     */
    static Instant instant(long microsSinceEpoch, LocalDateTime fallback) {
        return microsSinceEpoch == 0 ? instant(fallback) : Instant.EPOCH.plus(microsSinceEpoch, ChronoUnit.MICROS);
    }

    static Instant instant(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC);
    }

    private static Instant bounded(Instant instant) {
        return instant.isAfter(LATEST) ? LATEST : instant;
    }

    /** Truncates text of informational columns to the column's length, never inside a code point. */
    static String clip(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** The user part of a URI; empty if its scheme has none. */
    static String user(String uri) {
        return Aor.tryParse(uri).map(Aor::user).orElse("");
    }

    /** The host of a URI; empty if its scheme has none. */
    static String domain(String uri) {
        return Aor.tryParse(uri).map(Aor::domain).orElse("");
    }
}
