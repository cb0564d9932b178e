package org.sippresence.model;

/**
 * The name of an event package as in the Event header, without parameters, such as {@code presence} (RFC 6665 section 8.2.1).
 * Case-sensitive, as in the RFC.
 *
 * @param value the package with its templates, at most 64 characters
 */
public record EventName(String value) implements Comparable<EventName> {

    /** The presence event package (RFC 3856). */
    public static final EventName PRESENCE = new EventName("presence");

    /** The suffix of the template-package for watcher information (RFC 3857 section 4). */
    private static final String WATCHER_INFORMATION = ".winfo";

    public EventName {
        if (value.length() > 64 || !SipToken.isToken(value)) {
            throw new IllegalArgumentException("bad event package name");
        }
    }

    /** Returns the watcher information package of this package. */
    public EventName ofWatchers() {
        return new EventName(value + WATCHER_INFORMATION);
    }

    /** Whether this is the watcher information package of another package. */
    public boolean isOfWatchers() {
        return value.endsWith(WATCHER_INFORMATION);
    }

    @Override
    public int compareTo(EventName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
