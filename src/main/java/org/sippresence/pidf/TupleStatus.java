package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;
import org.sippresence.xml.Element;

/**
 * The status of a tuple.
 *
 * @param basic open, closed or absent
 * @param extensions other status values, in document order
 */
public record TupleStatus(Basic basic, List<Element> extensions) {

    public static final TupleStatus OPEN = new TupleStatus(Basic.OPEN, List.of());
    public static final TupleStatus CLOSED = new TupleStatus(Basic.CLOSED, List.of());

    public TupleStatus {
        Objects.requireNonNull(basic, "basic");
        extensions = List.copyOf(extensions);
    }
}
