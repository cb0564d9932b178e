package org.sippresence.settings;

import static org.sippresence.settings.Key.MINUTE;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys about the built-in XCAP server. */
final class XcapServerKeys {

    private XcapServerKeys() {}

    static List<Key> all() {
        return List.of(
                text("xcap_server_root", "")
                        .matching("https?://[^\\s<>\"?#]+", "a URL such as https://xcap.example.org/xcap")
                        .means("""
                        The root of the built-in XCAP server as clients see it, for example behind a reverse proxy. Not
                        set: `/xcap/` at `http_bind` and `http_port`. NOTIFYs of `xcap-diff` contain it."""),
                text("xcap_diff_watchers", "")
                        .matchingList("sips?:(?:[^\\s<>\",@%]+@)?[A-Za-z0-9.-]+", "a comma-separated list of SIP URIs")
                        .means("""
                        Watchers that may subscribe to `xcap-diff` of all users: servers that process users' documents.
                        Each user may subscribe to the own documents."""),
                whole("xcap_diff_min_interval", 5000, "milliseconds")
                        .between(0, MINUTE)
                        .means("""
                        The minimum time between two NOTIFYs of one `xcap-diff` subscription that no SUBSCRIBE
                        triggered (RFC 5875 section 4.10); 0: none."""));
    }

    static XcapServerSettings read(Values values) {
        String host = values.text("http_bind");
        String address = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + values.text("http_port");
        return new XcapServerSettings(
                values.optional("xcap_server_root")
                        .map(root -> root.replaceFirst("/*$", "/"))
                        .orElse("http://" + address + "/xcap/"),
                Set.copyOf(values.list("xcap_diff_watchers")),
                Duration.ofMillis(values.number("xcap_diff_min_interval")));
    }
}
