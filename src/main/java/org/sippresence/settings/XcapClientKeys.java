package org.sippresence.settings;

import static org.sippresence.settings.Key.MINUTE;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.YEAR;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.settings.XcapSettings.Credentials;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.Limits;
import org.sippresence.settings.XcapSettings.UsernameMode;

/** The keys about rules on a remote XCAP server. */
final class XcapClientKeys {

    private XcapClientKeys() {}

    static List<Key> all() {
        return Stream.concat(documents().stream(), requests().stream()).toList();
    }

    private static List<Key> documents() {
        return List.of(
                text("xcap_root", "").means("""
                        The root URI of the XCAP server that has the rules, `http://` or `https://`; not set: the
                        built-in XCAP server."""),
                text("pres_rules_path", "{auid}/users/{xui}/{file}")
                        .matching(
                                "(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|\\{(?:auid|xui|uid|user|domain|file)\\})+",
                                "a path of an XCAP document with {auid}, {xui}, {uid}, {user}, {domain} and {file}")
                        .means("""
                        The path of a user's rules below `xcap_root`. `{auid}` is `pres-rules`; `{xui}` the user in the
                        form of `xcap_username_mode`; `{uid}` the user's attribute `uuid`, or the user part without it;
                        `{user}` and `{domain}` the parts of the URI; `{file}` the user's attribute `pres_rules_file`,
                        or the key of that name. OMA's path is
                        `org.openmobilealliance.pres-rules/users/{xui}/pres-rules`."""),
                text("pres_rules_file", "presence-rules.xml")
                        .matching("[^\\p{Cntrl},]+(?:,[^\\p{Cntrl},]+)*", "a comma-separated list of document names")
                        .from(SER)
                        .means("""
                        The name of the document with the rules. If there are several names, separated by commas, the
                        rules of all existing documents apply together. A user's attribute of the same name replaces
                        it."""),
                choice("xcap_username_mode", "auto", "auto", "uri", "uuid", "user")
                        .means("""
                        How XCAP URIs name a user: `uri` as `sip:alice@example.org`; `user` by the user part; `uuid` by
                        the user's attribute `uuid`, or the user part without it; `auto` as `user`, as in SER, or as
                        `uri` if `domains` has several."""));
    }

    private static List<Key> requests() {
        return List.of(
                text("xcap_user", "")
                        .matching("[^\\p{Cntrl}:]*", "a name without colons")
                        .means("The user name for the XCAP server (HTTP Basic or Digest, as the server requests)."),
                text("xcap_password", "")
                        .hidden()
                        .means("The password of `xcap_user`; without a user name, a bearer token."),
                whole("xcap_timeout", 2000, "milliseconds").between(1, MINUTE).means("""
                        The maximum time that a SUBSCRIBE waits for rules, and that a response of the XCAP server may
                        take."""),
                whole("xcap_max_document", 262_144, "bytes")
                        .between(1024, 16_777_216)
                        .means("The maximum size of an XCAP document."),
                whole("auth_rules_refresh_time", 300, "seconds")
                        .between(0, YEAR)
                        .from(SER)
                        .means("""
                        The time after which the rules of a watched presentity are requested again, by a conditional
                        request; 0: never."""),
                whole("max_auth_requests_per_tick", 600, "per second")
                        .between(1, 100_000)
                        .from(SER)
                        .means("""
                        The maximum rate of requests to the XCAP server. Further ones wait in a queue of 10,000."""));
    }

    /**
     * Reads the settings.
     *
     * @throws SettingsException if the root is not a server's URL or the path does not depend on the user
     */
    static XcapSettings read(Values values) {
        return new XcapSettings(
                values.optional("xcap_root").map(XcapClientKeys::root),
                new Documents(path(values.text("pres_rules_path")), values.list("pres_rules_file"), mode(values)),
                new Limits(
                        Duration.ofMillis(values.number("xcap_timeout")),
                        values.period("auth_rules_refresh_time"),
                        values.number("max_auth_requests_per_tick"),
                        values.number("xcap_max_document")),
                credentials(values));
    }

    /** With several domains, user parts do not identify users. */
    private static UsernameMode mode(Values values) {
        if (values.text("xcap_username_mode").equals("auto")) {
            return values.list("domains").size() > 1 ? UsernameMode.URI : UsernameMode.USER;
        }
        return values.constant("xcap_username_mode", UsernameMode.class);
    }

    private static URI root(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (List.of("http", "https").contains(scheme) && uri.getHost() != null && plain && uri.getPort() < 65_536) {
                return uri;
            }
        } catch (URISyntaxException e) { // reported below
        }
        throw new SettingsException("xcap_root=" + masked(text) + " is not the URL of an XCAP server, such as"
                + " https://xcap.example.org/xcap-root; set user and password by xcap_user and xcap_password");
    }

    private static String masked(String text) {
        return text.replaceFirst("(://[^:@/]*:)[^/]*@", "$1***@");
    }

    private static String path(String text) {
        String path = text.replaceFirst("^/+", "");
        if (!path.matches(".*\\{(?:xui|uid|user)\\}.*")) {
            throw new SettingsException("pres_rules_path=" + text
                    + " contains none of {xui}, {uid} and {user}: all users would have the same rules");
        }
        if (Stream.of(path.split("/")).anyMatch(segment -> segment.matches("\\.\\.?"))) {
            throw new SettingsException("pres_rules_path=" + text + " contains the segment . or ..");
        }
        return path;
    }

    private static Optional<Credentials> credentials(Values values) {
        Optional<String> user = values.optional("xcap_user");
        Optional<String> secret = values.optional("xcap_password");
        if (user.isPresent() && secret.isEmpty()) {
            throw new SettingsException("xcap_user=" + user.get() + " requires xcap_password");
        }
        return secret.map(password -> new Credentials(user, password));
    }

    /** Warns of document names that are the same for users of different domains. */
    static List<String> warnings(XcapSettings settings, Values values) {
        String path = settings.documents().path();
        boolean byDomain = path.contains("{domain}")
                || (path.contains("{xui}") && settings.documents().usernameMode() == UsernameMode.URI);
        if (settings.root().isEmpty() || byDomain || values.list("domains").size() == 1) {
            return List.of();
        }
        return List.of("xcap_username_mode=" + values.text("xcap_username_mode") + " and pres_rules_path=" + path
                + " do not distinguish domains: users with the same user part share their rules; set domains to"
                + " one domain, or use {domain}");
    }
}
