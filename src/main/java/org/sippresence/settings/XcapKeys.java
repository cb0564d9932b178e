package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys about rules on a remote XCAP server. */
final class XcapKeys {

    private static final String SIP_URI = "sips?:(?:[^\\s<>\",@%]+@)?[A-Za-z0-9.-]+";
    private static final int MINUTE = 60_000;
    private static final int YEAR = 31_536_000;

    private XcapKeys() {}

    static List<Key> client() {
        return List.of(
                text("xcap_root", "")
                        .means("Root URI of the XCAP server that holds the rules, `http://` or `https://`; not set: the"
                                + " built-in one."),
                text("pres_rules_path", "{auid}/users/{xui}/{file}")
                        .matching(
                                "(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|\\{(?:auid|xui|uid|user|domain|file)\\})+",
                                "a path of an XCAP document with {auid}, {xui}, {uid}, {user}, {domain} and {file}")
                        .means("Where the rules of a user are below `xcap_root`. `{auid}` is `pres-rules`; `{xui}` the"
                                + " user as `xcap_username_mode` says; `{uid}` the user's attribute `uuid`, or the user part"
                                + " if there is none; `{user}` and `{domain}` the parts of the URI; `{file}` the user's"
                                + " attribute `pres_rules_file`, or the key of that name. OMA's place is"
                                + " `org.openmobilealliance.pres-rules/users/{xui}/pres-rules`."),
                text("pres_rules_file", "presence-rules.xml")
                        .matching("[^\\p{Cntrl},]+(?:,[^\\p{Cntrl},]+)*", "a list of document names with commas")
                        .from(SER)
                        .means(
                                "Name of the document with the rules. Of several names, with commas between, all documents"
                                        + " that are there count together. A user's attribute of the same name takes its place."),
                choice("xcap_username_mode", "auto", "auto", "uri", "uuid", "user")
                        .means(
                                "How a user is named in XCAP URIs: `uri` as `sip:alice@example.org`; `user` by the user part"
                                        + " alone; `uuid` by the user's attribute `uuid`, or the user part if there is none;"
                                        + " `auto` as `user`, which is SER's way, unless `domains` has several, and then as `uri`."),
                text("xcap_user", "")
                        .matching("[^\\p{Cntrl}:]*", "a name without colons")
                        .means(
                                "The user as whom the XCAP server is asked (HTTP Basic or Digest, as the server wants)."),
                text("xcap_password", "")
                        .hidden()
                        .means("The password of `xcap_user`; without a user, a bearer token."),
                whole("xcap_timeout", 2000, "milliseconds")
                        .between(1, MINUTE)
                        .means(
                                "The longest that a SUBSCRIBE waits for rules, and that an answer of the XCAP server may take."),
                whole("xcap_max_document", 262_144, "bytes")
                        .between(1024, 16_777_216)
                        .means("The longest document of rules."),
                whole("auth_rules_refresh_time", 300, "seconds")
                        .between(0, YEAR)
                        .from(SER)
                        .means(
                                "How often the rules of a presentity that is watched are asked for again, in a conditional"
                                        + " request; 0: never."),
                whole("max_auth_requests_per_tick", 600, "per second")
                        .between(1, 100_000)
                        .from(SER)
                        .means("The most requests to the XCAP server. Beyond it they wait in a queue of 10,000."));
    }

    static List<Key> server() {
        return List.of(
                text("xcap_server_root", "")
                        .matching("https?://[^\\s<>\"?#]+", "a URL such as https://xcap.example.org/xcap")
                        .means(
                                "The root of the built-in XCAP server as clients see it, such as behind a reverse proxy. Not"
                                        + " set: `/xcap/` at `http_bind` and `http_port`. NOTIFYs of `xcap-diff` name it."),
                text("xcap_diff_watchers", "")
                        .matching(SIP_URI + "(?:\\s*,\\s*" + SIP_URI + ")*", "a list of SIP URIs with commas")
                        .means(
                                "Who may subscribe to `xcap-diff` of all users, with commas between: servers that work with"
                                        + " users' documents. Each user may for the own documents."),
                whole("xcap_diff_min_interval", 5000, "milliseconds")
                        .between(0, MINUTE)
                        .means(
                                "The least time between two NOTIFYs of a subscription to `xcap-diff` that no SUBSCRIBE asked"
                                        + " for (RFC 5875 section 4.10); 0: none."));
    }

    static List<Key> rules() {
        return List.of(
                onOff("enable_sphere_check", true)
                        .from(KAMAILIO)
                        .means(
                                "Whether rules may depend on the sphere that the presentity publishes. 0: it counts as undefined,"
                                        + " and rules with a condition on it match nobody. Kamailio's default is 0."),
                choice("unmatched_watchers", "block", "block", "confirm", "polite-block")
                        .means(
                                "With `auth=xcap`, what becomes of watchers whom no rule of the presentity's documents matches:"
                                        + " `block` rejects them (RFC 5025 section 3.2.1), `confirm` leaves them pending as Kamailio"
                                        + " does, `polite-block` shows them an offline presentity. Without any document all"
                                        + " watchers are pending."),
                onOff("async_auth_queries", false)
                        .from(SER)
                        .means(
                                "1: a first SUBSCRIBE is answered before its rules are known, pending, and decided when they"
                                        + " are. 0: it waits for them, at most `xcap_timeout`."));
    }
}
