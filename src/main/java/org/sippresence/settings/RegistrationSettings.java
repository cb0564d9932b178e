package org.sippresence.settings;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How REGISTER is handled and how registrations are used.
 *
 * @param defaultExpires seconds, when the client requests none
 * @param maxExpires seconds; a longer requested lifetime is reduced to it
 * @param minExpires seconds; a shorter requested lifetime except zero is rejected with 423; 0 for no bound
 * @param maxContacts of one address of record
 * @param pdomains which domains have their contacts set from outside
 * @param watchers URIs of watchers that may watch all registrations
 * @param contactPriority of the tuples made from contacts, in thousandths; empty if no tuples are made
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
