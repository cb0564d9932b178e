package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.util.List;
import java.util.OptionalInt;
import org.sippresence.model.ExpiresPolicy;

/** The keys about registered contacts. */
final class RegistrationKeys {

    private static final int MAX_CONTACTS = 1000;
    private static final int THOUSANDTHS_PER_PERCENT = 10;

    private RegistrationKeys() {}

    static List<Key> all() {
        return List.of(
                onOff("use_callbacks", true).from(SER).means("""
                        Whether registrations are part of presence: each contact is an open tuple. 0: only
                        publications are; registrations are still stored."""),
                whole("default_priority_percentage", 0, "percent")
                        .between(0, 100)
                        .from(SER)
                        .means("""
                        The priority of tuples made from registrations, in hundredths: 50 is
                        `<contact priority="0.5">`. With 0 they come after all published tuples."""),
                text("pdomains", "")
                        .matchingList(
                                "[A-Za-z0-9_-]{1,64}\\s*:\\s*[^\\s,:]+(\\s+[^\\s,:]+)*",
                                "a comma-separated list of tenants, each a name, a colon and domains separated by spaces")
                        .means("""
                        Tenants beside `registrar`, such as `jabber: im.example.org chat.example.org`. A presentity
                        belongs to the tenant of its domain; all other domains belong to `registrar`. REGISTER for a
                        user of another tenant is answered 403: their contacts are set over REST."""),
                text("reg_watchers", "")
                        .matchingList(
                                "sips?:[^\\s<>\",;?@]+@[A-Za-z0-9.-]+",
                                "a comma-separated list of SIP URIs such as sip:proxy@example.org")
                        .means("""
                        Watchers, such as other servers, that may subscribe to the event package `reg` (RFC 3680) of
                        all users. Each user may subscribe to the own registrations; other watchers are answered
                        403."""),
                whole("max_contacts", 20, "contacts")
                        .between(1, MAX_CONTACTS)
                        .alsoByDomain()
                        .means("""
                        The maximum number of contacts of one address of record by REGISTER, and by each other source;
                        more are answered 403."""));
    }

    static RegistrationSettings read(Values values) {
        Lifetimes lifetimes = Lifetimes.of(values);
        return new RegistrationSettings(
                new ExpiresPolicy(lifetimes.initial(), values.number("max_expires"), lifetimes.min()),
                values.numberPerDomain("max_contacts"),
                Pdomains.of(values.list("pdomains")),
                values.list("reg_watchers"),
                values.on("use_callbacks")
                        ? OptionalInt.of(values.number("default_priority_percentage") * THOUSANDTHS_PER_PERCENT)
                        : OptionalInt.empty());
    }
}
