package org.sippresence.settings;

import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys about client subscriptions. */
final class ClientSubscriptionKeys {

    private static final String URI = "sips?:[^\\s<>\",]+";
    private static final String A_URI = "a SIP URI such as sip:registrar.example.org:5060;transport=tcp";
    private static final int YEAR = 31_536_000;

    private ClientSubscriptionKeys() {}

    static List<Key> all() {
        return List.of(
                text("reg_subscribe_to", "")
                        .matching(URI, A_URI)
                        .means(
                                "The registrar whose `reg` events (RFC 3680) tell what users have registered; asked about those"
                                        + " who are watched. Not set: none is asked."),
                text("reg_subscribe_always", "")
                        .matching(URI + "(\\s*,\\s*" + URI + ")*", "a list of SIP URIs with commas")
                        .means("Users about whom `reg_subscribe_to` is asked also while nobody watches them."),
                onOff("subscribe_to_users", false)
                        .means("1: the `presence` that the agents of a watched user tell by themselves counts; they are"
                                + " subscribed to at their registered contacts (SER's `subscribe_to_users`)."),
                text("xcap_diff", "")
                        .matching(URI, A_URI)
                        .means(
                                "Where changes of the documents below `xcap_root` are subscribed to (RFC 5875), so that changed"
                                        + " rules count at once. Not set: they count after `auth_rules_refresh_time`."),
                text("upstream_from", "")
                        .matching(URI, A_URI)
                        .means("As whom this server subscribes at others; not set: as the user that it is about."),
                whole("upstream_expires", 3600, "seconds")
                        .between(10, YEAR)
                        .means(
                                "The lifetime that is asked for when this server subscribes at others; `max_expires` if that is"
                                        + " less."),
                whole("upstream_subscriptions", 10_000, "subscriptions")
                        .means(
                                "The most subscriptions that are held at others; what is beyond them is not subscribed to."),
                whole("upstream_rate", 50, "per second")
                        .between(1, 10_000)
                        .means("The most subscriptions at others that are begun in a second."));
    }
}
