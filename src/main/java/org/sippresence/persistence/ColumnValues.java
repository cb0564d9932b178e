package org.sippresence.persistence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.sippresence.model.Aor;

/** How values of ours become values of columns. */
final class ColumnValues {

    /** Times beyond it are written as it: MySQL's DATETIME has four digits for the year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final long MICROS_A_SECOND = 1_000_000;
    private static final int NANOS_A_MICRO = 1000;

    private ColumnValues() {}

    /** Databases round a finer fraction, up or down; so it is cut here, to the millisecond. */
    static LocalDateTime millis(Instant instant) {
        return LocalDateTime.ofInstant(bounded(instant).truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }

    static LocalDateTime micros(Instant instant) {
        return LocalDateTime.ofInstant(bounded(instant).truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /** A time as a number, which every database keeps as it is. */
    static long microsSinceEpoch(Instant instant) {
        Instant bounded = bounded(instant);
        return bounded.getEpochSecond() * MICROS_A_SECOND + bounded.getNano() / NANOS_A_MICRO;
    }

    /**
     * The time that was stored as a number.
     *
     * @param fallback what a row says that another program wrote without the number
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

    /** For columns that only inform: text beyond the column's length is left out, never half a code point. */
    static String clip(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** The user part of a URI, or nothing if it is of a kind that has none. */
    static String user(String uri) {
        return aor(uri).map(Aor::user).orElse("");
    }

    /** The host of a URI, or nothing if it is of a kind that has none. */
    static String domain(String uri) {
        return aor(uri).map(Aor::domain).orElse("");
    }

    private static Optional<Aor> aor(String uri) {
        try {
            return Optional.of(Aor.parse(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
