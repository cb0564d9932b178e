package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.settings.SipSettings.Nat;

/** The keys about this server's identity in SIP. */
final class SipKeys {

    private SipKeys() {}

    static List<Key> all() {
        return List.of(
                text("server_address", "")
                        .matching("sips?:[^\\s<>\"]+", "a SIP URI such as sip:10.10.10.10:5060")
                        .from(KAMAILIO)
                        .means("The URI of this server's Contact; not set: the address at which the request arrived."),
                text("domains", "")
                        .matchingList("[A-Za-z0-9.:\\[\\]-]+", "a comma-separated list of domains")
                        .means("""
                        The domains that this server is responsible for; not set: every domain. Requests for other
                        domains are answered 404."""),
                onOff("fast_udp", true).means("""
                        1: requests, and NOTIFY over UDP, bypass the container, which is several times faster. 0: the
                        container dispatches each well-formed request of a supported method, as in a Tomcat without the
                        hooks, and each NOTIFY is sent by a client transaction of the container's stack."""),
                choice("nat", "auto", "auto", "off", "always").means("""
                        When NOTIFYs and relayed messages go to the address and port from which a SUBSCRIBE or REGISTER came
                        over UDP, and not to its Contact. `auto`: if the client seems to be behind NAT (transports.md).
                        `always`: unless there is a Record-Route, a Path or an `alias` of a trusted peer. `off`: never. A
                        connection (TCP, TLS) is used in the opposite direction with every value."""),
                onOff("trust_sender_header", false)
                        .from(KAMAILIO)
                        .means("Whether the `Sender` header of a PUBLISH is trusted."),
                text("to_tag_pref", "10")
                        .matching("[A-Za-z0-9.!%*_+`'~-]{1,16}", "a token of 1 to 16 characters")
                        .from(KAMAILIO)
                        .means("The prefix of this server's To tags, of entity-tags and of subscription ids."));
    }

    static SipSettings read(Values values) {
        return new SipSettings(
                values.optional("server_address"),
                values.list("domains").stream()
                        .map(SipKeys::canonicalDomain)
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                values.on("trust_sender_header"),
                values.on("fast_udp"),
                Nat.valueOf(values.text("nat").toUpperCase(Locale.ROOT)),
                values.text("to_tag_pref"));
    }

    /** Normalizes a domain as those of users, for comparison. */
    private static String canonicalDomain(String domain) {
        return Aor.tryParse("sip:" + domain)
                .map(Aor::domain)
                .orElseThrow(() -> new SettingsException(
                        "domains: " + domain + " is not a domain such as example.org or [2001:db8::1]"));
    }
}
