package org.sippresence.subscription;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.MediaType;

/**
 * The Accept headers of a SUBSCRIBE (RFC 3261 section 20.1).
 *
 * @param isPresent whether there was one; one without a range accepts nothing
 * @param ranges in the order of the headers
 */
public record Accept(boolean isPresent, List<Range> ranges) {

    private static final Accept ABSENT = new Accept(false, List.of());
    private static final int WHOLE = 1000;

    public Accept {
        ranges = List.copyOf(ranges);
    }

    /**
     * A media range, such as {@code application/*}.
     *
     * @param thousandths of its q parameter; 0 excludes
     */
    public record Range(MediaType type, int thousandths) {

        public Range {
            if (thousandths < 0 || thousandths > WHOLE) {
                throw new IllegalArgumentException("q of " + thousandths + " thousandths is not between 0 and 1");
            }
        }

        /** How precisely it names what it takes. */
        private int precision() {
            return type.type().equals("*") ? 0 : type.subtype().equals("*") ? 1 : 2;
        }
    }

    /** No such header: what the event package has by default. */
    public static Accept absent() {
        return ABSENT;
    }

    /** All of these types alike; absent if there are none. */
    public static Accept of(List<MediaType> types) {
        return types.isEmpty()
                ? ABSENT
                : new Accept(
                        true, types.stream().map(each -> new Range(each, WHOLE)).toList());
    }

    /**
     * The offered type that is liked best, the one whose range stands first among equals; the first offered one if there was no
     * such header, empty if none is acceptable.
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

    /** The most precise range that takes the type decides about it. */
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
