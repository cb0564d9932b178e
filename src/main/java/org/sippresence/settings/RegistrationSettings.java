package org.sippresence.settings;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;

/**
 * How REGISTER is handled and how registrations are used.
 *
 * @param expires the lifetimes of contacts
 * @param maxContacts of one address of record
 * @param pdomains which domains have their contacts set from outside
 * @param watchers URIs of watchers that may watch all registrations
 * @param contactPriority of the tuples made from contacts, in thousandths; empty if no tuples are made
 */
public record RegistrationSettings(
        ExpiresPolicy expires,
        PerDomain<Integer> maxContacts,
        Pdomains pdomains,
        List<String> watchers,
        OptionalInt contactPriority) {

    public RegistrationSettings {
        Objects.requireNonNull(pdomains, "pdomains");
        watchers = List.copyOf(watchers);
        Objects.requireNonNull(contactPriority, "contactPriority");
    }
}
