package org.sippresence.subscription;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.MediaType;

/**
 * The Accept headers of a SUBSCRIBE (RFC 3261 section 20.1).
 *
 * @param isPresent whether there is an Accept header; one without a range accepts nothing
 * @param ranges in the order of the headers
 */
public record Accept(boolean isPresent, List<Range> ranges) {

    /** The value for a missing header, which stands for the event package's default. */
    public static final Accept ABSENT = new Accept(false, List.of());

    private static final int WHOLE = 1000;

    public Accept {
        ranges = List.copyOf(ranges);
    }

    /**
     * A media range, such as {@code application/*}.
     *
     * @param thousandths the q parameter in thousandths; 0 excludes the range
     */
    public record Range(MediaType type, int thousandths) {

        public Range {
            if (thousandths < 0 || thousandths > WHOLE) {
                throw new IllegalArgumentException("q of " + thousandths + " thousandths is not between 0 and 1");
            }
        }

        /** Returns how specific the range is. */
        private int precision() {
            return type.type().equals("*") ? 0 : type.subtype().equals("*") ? 1 : 2;
        }
    }

    /** Returns a value that accepts these types with equal preference; absent if there are none. */
    public static Accept of(List<MediaType> types) {
        return types.isEmpty()
                ? ABSENT
                : new Accept(
                        true, types.stream().map(each -> new Range(each, WHOLE)).toList());
    }

    /**
     * Chooses the offered type with the highest preference; among equals the one whose range is listed first. Returns the first
     * offered type if there is no Accept header, and empty if none is acceptable.
     */
    public Optional<MediaType> choose(List<MediaType> offered) {
        if (!isPresent) {
            return offered.stream().findFirst();
        }
        MediaType best = null;
        Range bestRange = null;
        for (MediaType each : offered) {
            Range range = range(each).orElse(null);
            if (range != null && range.thousandths > 0 && (bestRange == null || isBetter(range, bestRange))) {
                best = each;
                bestRange = range;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean isBetter(Range range, Range other) {
        return range.thousandths > other.thousandths
                || (range.thousandths == other.thousandths && ranges.indexOf(range) < ranges.indexOf(other));
    }

    /** Finds the most specific range that matches the type, which determines its preference. */
    private Optional<Range> range(MediaType type) {
        Range best = null;
        for (Range each : ranges) {
            if (each.type.accepts(type) && (best == null || each.precision() > best.precision())) {
                best = each;
            }
        }
        return Optional.ofNullable(best);
    }
}
