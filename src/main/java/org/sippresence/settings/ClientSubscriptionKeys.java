package org.sippresence.settings;

import static org.sippresence.settings.Key.YEAR;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.util.List;
import org.sippresence.settings.ClientSubscriptionSettings.Limits;

/** The keys about client subscriptions. */
final class ClientSubscriptionKeys {

    private static final String URI = "sips?:[^\\s<>\",]+";
    private static final String A_URI = "a SIP URI such as sip:registrar.example.org:5060;transport=tcp";
    private static final int MAX_BODY = 262_144;

    private ClientSubscriptionKeys() {}

    static List<Key> all() {
        return List.of(
                text("reg_subscribe_to", "").matching(URI, A_URI).means("""
                        The registrar at which the server subscribes to `reg` events (RFC 3680) of watched users. Not
                        set: it does not."""),
                text("reg_subscribe_always", "")
                        .matchingList(URI, "a comma-separated list of SIP URIs")
                        .means("Users for whom it does so also while nobody watches them."),
                onOff("subscribe_to_users", false).means("""
                        1: the server subscribes to `presence` of watched users at their registered contacts, and their
                        presence becomes part of the users' (SER's `subscribe_to_users`)."""),
                text("xcap_diff", "").matching(URI, A_URI).means("""
                        Where the server subscribes to changes of the documents below `xcap_root` (RFC 5875), so that
                        changed rules apply at once. Not set: they apply after `auth_rules_refresh_time`."""),
                text("upstream_from", "").matching(URI, A_URI).means("""
                        The From URI of this server's own SUBSCRIBEs; not set: the URI of the user that they are
                        about."""),
                whole("upstream_expires", 3600, "seconds").between(10, YEAR).means("""
                        The lifetime that this server's own SUBSCRIBEs request; reduced to `max_expires` if that is
                        shorter."""),
                whole("upstream_subscriptions", 10_000, "subscriptions")
                        .means("The maximum number of subscriptions at other servers; no further ones are created."),
                whole("upstream_rate", 50, "per second")
                        .between(1, 10_000)
                        .means("The maximum rate of initial SUBSCRIBEs to other servers."));
    }

    /**
     * Reads the settings.
     *
     * @throws SettingsException if a key is set without the key that it depends on
     */
    static ClientSubscriptionSettings read(Values values) {
        require(values, "xcap_diff", "xcap_root");
        require(values, "reg_subscribe_always", "reg_subscribe_to");
        return new ClientSubscriptionSettings(
                values.optional("reg_subscribe_to"),
                values.list("reg_subscribe_always"),
                values.on("subscribe_to_users"),
                values.optional("xcap_diff"),
                values.optional("upstream_from"),
                new Limits(
                        Math.min(values.number("upstream_expires"), values.number("max_expires")),
                        values.number("upstream_subscriptions"),
                        values.number("upstream_rate"),
                        MAX_BODY));
    }

    private static void require(Values values, String key, String other) {
        if (values.optional(key).isPresent() && values.optional(other).isEmpty()) {
            throw new SettingsException(key + "=" + values.text(key) + " requires " + other);
        }
    }
}
