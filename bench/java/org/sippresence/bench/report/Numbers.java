package org.sippresence.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** How figures are written: as many digits as they deserve. */
final class Numbers {

    static final String NONE = "–";

    private Numbers() {}

    /** 12,345; 123; 12.3; 1.23. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size == Math.rint(size) || size >= 99.5) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 9.95 ? "%.1f" : "%.2f", value);
    }

    /** {@link #NONE} if there is no figure. */
    static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : NONE;
    }

    /** Two figures with something between them, or {@link #NONE}. */
    static String pair(OptionalDouble one, String between, OptionalDouble other) {
        if (one.isEmpty() && other.isEmpty()) {
            return NONE;
        }
        return other.isEmpty() ? text(one) : text(one) + between + text(other);
    }

    /** 5 x; 5.23 x; 12.3 x. */
    static String ratio(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f x", value);
        }
        return String.format(Locale.ROOT, value >= 9.95 ? "%.1f x" : "%.2f x", value);
    }
}
