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
}
