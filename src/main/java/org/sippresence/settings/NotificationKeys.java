package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;

/** The keys about NOTIFY. */
final class NotificationKeys {

    private NotificationKeys() {}

    static List<Key> all() {
        return List.of(
                onOff("timeout_rm_subs", true).from(KAMAILIO).means("""
                        1: a NOTIFY without a response, or with response 408, ends its subscription (RFC 6665). 0: the
                        subscription lives until it expires."""),
                onOff("ignore_408_on_notify", false).from(SER).means("""
                        The inverse of `timeout_rm_subs`: 1 here is 0 there. If both are set, they must not contradict
                        each other."""),
                choice("notify_failure", "rfc6665", "rfc6665", "any").from(SER).means("""
                        Which final responses to a NOTIFY end its subscription. `rfc6665`: 404, 405, 410, 416, 480 to
                        485, 489, 501 and 604 (RFC 6665 section 4.2.2). After another 5xx, or a response with
                        Retry-After, the NOTIFY is repeated; after any other response the subscription continues and
                        its watcher is notified of the next change. `any`: every response that is not 2xx, as in SER.
                        For 408 and a missing response `timeout_rm_subs` applies in both cases."""),
                whole("notify_min_interval", 0, "milliseconds")
                        .between(0, 3_600_000)
                        .means("""
                        The minimum time between two NOTIFYs of one subscription that no SUBSCRIBE triggered. RFC 3856
                        section 6.10 recommends 5000. With the default 0 watchers are notified of a change at once; the
                        rate is still bounded, because a subscription has at most one NOTIFY in flight and changes in
                        the meantime are merged into one."""));
    }

    static NotificationSettings read(Values values) {
        return new NotificationSettings(
                Duration.ofMillis(values.number("notify_min_interval")),
                timeoutEndsSubscription(values),
                values.constant("notify_failure", NotificationSettings.Ending.class));
    }

    private static boolean timeoutEndsSubscription(Values values) {
        boolean ends = values.on("timeout_rm_subs");
        boolean ignored = values.on("ignore_408_on_notify");
        if (values.isSet("timeout_rm_subs") && values.isSet("ignore_408_on_notify") && ends == ignored) {
            throw new SettingsException("ignore_408_on_notify=" + values.text("ignore_408_on_notify")
                    + " contradicts timeout_rm_subs=" + values.text("timeout_rm_subs") + "; set only one of them");
        }
        return values.isSet("ignore_408_on_notify") ? !ignored : ends;
    }
}
