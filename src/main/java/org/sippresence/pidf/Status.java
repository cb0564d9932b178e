package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;

/**
 * The status of a tuple.
 *
 * @param basic open, closed or not said
 * @param extensions status values beyond it, in their order
 */
public record Status(Basic basic, List<Element> extensions) {

    public static final Status OPEN = new Status(Basic.OPEN, List.of());
    public static final Status CLOSED = new Status(Basic.CLOSED, List.of());

    public Status {
        Objects.requireNonNull(basic, "basic");
        extensions = List.copyOf(extensions);
    }
}
