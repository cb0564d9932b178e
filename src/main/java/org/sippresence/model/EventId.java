package org.sippresence.model;

import java.util.Objects;

/**
 * The event of a subscription: the package and the optional {@code id} parameter that the subscriber chose (RFC 6665 section
 * 8.2.1). NOTIFYs repeat both.
 *
 * @param name the package
 * @param id the id parameter, or the empty string
 */
public record EventId(EventName name, String id) {

    public EventId {
        Objects.requireNonNull(name, "name");
        if (id.length() > 64 || (!id.isEmpty() && !SipToken.isToken(id))) {
            throw new IllegalArgumentException("bad event id");
        }
    }

    /** Returns the value of the Event header, such as {@code presence;id=7}. */
    public String header() {
        return id.isEmpty() ? name.value() : name.value() + ";id=" + id;
    }
}
