package org.sippresence.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the holder of an access token may do; each role includes the ones before it. */
public enum Role {
    /** Read state and metrics. */
    READ,
    /** Also change presence data. */
    WRITE,
    /** Also change accounts and tokens, read the configuration and start maintenance. */
    ADMIN;

    /** The name in JSON, in the database and as an OAuth scope: {@code read}, {@code write}, {@code admin}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this label; empty if there is none. */
    public static Optional<Role> of(String label) {
        return Stream.of(values()).filter(each -> each.label().equals(label)).findFirst();
    }
}
