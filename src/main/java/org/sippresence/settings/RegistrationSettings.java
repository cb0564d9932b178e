package org.sippresence.settings;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How REGISTER is answered, and what registrations count for.
 *
 * @param defaultExpires seconds, when the client names none
 * @param maxExpires seconds; a longer wish is shortened to it
 * @param minExpires seconds; a shorter wish, but not zero, is answered 423; 0 for no bound
 * @param maxContacts of one address of record
 * @param pdomains which domains are fed from outside
 * @param watchers URIs of those who may watch the registrations of everybody
 * @param contactPriority of the tuples that contacts become, in thousandths; empty if they become none
 */
public record RegistrationSettings(
        int defaultExpires,
        int maxExpires,
        int minExpires,
        int maxContacts,
        Pdomains pdomains,
        List<String> watchers,
        OptionalInt contactPriority) {

    public RegistrationSettings {
        Objects.requireNonNull(pdomains, "pdomains");
        watchers = List.copyOf(watchers);
        Objects.requireNonNull(contactPriority, "contactPriority");
    }

    public static RegistrationSettings defaults() {
        return new RegistrationSettings(3600, 3600, 0, 20, Pdomains.none(), List.of(), OptionalInt.of(0));
    }
}
