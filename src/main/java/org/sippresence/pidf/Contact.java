package org.sippresence.pidf;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The contact address of a tuple.
 *
 * @param uri not empty, without surrounding white space
 * @param priority in thousandths, 0 to 1000; a contact without priority ranks below all others (RFC 3863 section 4.1.5)
 */
public record Contact(String uri, OptionalInt priority) {

    public Contact {
        Objects.requireNonNull(uri, "uri");
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("empty contact");
        }
        if (priority.isPresent() && (priority.getAsInt() < 0 || priority.getAsInt() > 1000)) {
            throw new IllegalArgumentException("priority is not between 0 and 1");
        }
    }

    /** Returns the sort key of contacts: the priority, or -1 without one. */
    int rank() {
        return priority.orElse(-1);
    }
}
