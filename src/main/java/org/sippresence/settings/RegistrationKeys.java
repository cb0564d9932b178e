package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys about registered contacts. */
final class RegistrationKeys {

    private static final int MOST = 1000;

    private RegistrationKeys() {}

    static List<Key> all() {
        return List.of(
                onOff("use_callbacks", true)
                        .from(SER)
                        .means("Whether registrations count as presence: each contact is an open tuple. 0: only what is"
                                + " published counts; registrations are still kept."),
                whole("default_priority_percentage", 0, "percent")
                        .between(0, 100)
                        .from(SER)
                        .means("The priority of the tuples made from registrations, in hundredths: 50 is"
                                + " `<contact priority=\"0.5\">`. With 0 they stand behind all that is published."),
                text("pdomains", "")
                        .matching(
                                "[A-Za-z0-9_-]{1,64}\\s*:\\s*[^\\s,:]+(\\s+[^\\s,:]+)*"
                                        + "(\\s*,\\s*[A-Za-z0-9_-]{1,64}\\s*:\\s*[^\\s,:]+(\\s+[^\\s,:]+)*)*",
                                "a list of tenants with commas, each a name, a colon and domains with blanks between")
                        .means(
                                "Tenants beside `registrar`, such as `jabber: im.example.org chat.example.org`. A presentity"
                                        + " belongs to the tenant of its domain, every other domain to `registrar`. Who belongs to"
                                        + " another tenant does not register here (403): REST says which contacts there are."),
                text("reg_watchers", "")
                        .matching(
                                "sips?:[^\\s<>\",;?@]+@[A-Za-z0-9.-]+(\\s*,\\s*sips?:[^\\s<>\",;?@]+@[A-Za-z0-9.-]+)*",
                                "a list of SIP URIs with commas, such as sip:proxy@example.org")
                        .means(
                                "Who, beside the user, may subscribe to the event package `reg` of everybody (RFC 3680), such as"
                                        + " other servers; others are answered 403."),
                whole("max_contacts", 20, "contacts")
                        .between(1, MOST)
                        .means("How many contacts one address of record may have by REGISTER, and as many by each other"
                                + " source; more are answered 403."));
    }
}
