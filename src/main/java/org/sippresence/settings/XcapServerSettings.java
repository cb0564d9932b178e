package org.sippresence.settings;

import java.time.Duration;
import java.util.Set;

/**
 * The built-in XCAP server and the notification of document changes.
 *
 * @param root its URI as clients see it, with a trailing slash
 * @param watchers SIP URIs of watchers that may subscribe to all users' documents
 * @param minInterval the least time between two NOTIFYs of a subscription that no SUBSCRIBE triggered; zero for none
 */
public record XcapServerSettings(String root, Set<String> watchers, Duration minInterval) {

    public XcapServerSettings {
        watchers = Set.copyOf(watchers);
        if (!root.endsWith("/")) {
            throw new IllegalArgumentException("the root ends with a slash");
        }
    }

    static XcapServerSettings of(Values values) {
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
