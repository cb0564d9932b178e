package org.sippresence.settings;

import java.time.Duration;
import java.util.Set;

/**
 * How the built-in XCAP server appears, and who is told of changes of its documents.
 *
 * @param root its URI as clients see it, with a slash at its end
 * @param watchers SIP URIs of those who may be told of all users' documents
 * @param minInterval the least time between two NOTIFYs of a subscription that no SUBSCRIBE asked for; zero for none
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
