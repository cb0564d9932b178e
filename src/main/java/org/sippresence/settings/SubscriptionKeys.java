package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.util.List;
import org.sippresence.model.ExpiresPolicy;

/** The keys about SUBSCRIBE and about the authorization of watchers. */
final class SubscriptionKeys {

    private SubscriptionKeys() {}

    static List<Key> all() {
        return List.of(
                whole("max_subscription_expiration", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(SER)
                        .means("""
                        The maximum lifetime of subscriptions. If `max_expires` is set as well, the lower value
                        applies; if only one of them is set, that one applies."""),
                onOff("accept_internal_subscriptions", false).from(SER).means("""
                        Whether code in the same process, such as a resource list server, may subscribe without SIP.
                        Its watchers are authorized like all others."""),
                choice("auth", "", "none", "implicit", "xcap").from(SER).means("""
                        How watchers of `presence` are authorized. `none`: all watchers see everything. `implicit`: all
                        watchers are pending and see nothing. `xcap`: the presentity's rules decide (RFC 5025); all
                        watchers of a presentity without rules are pending. Not set: `implicit`, with an error line at
                        the start."""));
    }

    /** The keys about rules. */
    static List<Key> rules() {
        return List.of(
                onOff("enable_sphere_check", true).from(KAMAILIO).means("""
                        Whether rules may depend on the sphere that the presentity publishes. 0: the sphere is
                        undefined, and rules with a condition on it match no watcher. Kamailio's default is 0."""),
                choice("unmatched_watchers", "block", "block", "confirm", "polite-block")
                        .means("""
                        With `auth=xcap`, the decision about watchers that match no rule of the presentity's documents:
                        `block` rejects them (RFC 5025 section 3.2.1), `confirm` leaves them pending as Kamailio does,
                        `polite-block` shows them an offline presentity. Without any document all watchers are
                        pending."""),
                onOff("async_auth_queries", false).from(SER).means("""
                        1: an initial SUBSCRIBE is answered as pending before the rules are known, and the watcher is
                        authorized when they are. 0: it waits for the rules, at most `xcap_timeout`."""));
    }

    static SubscriptionSettings read(Values values) {
        Lifetimes lifetimes = Lifetimes.of(values);
        return new SubscriptionSettings(
                new ExpiresPolicy(lifetimes.initial(), lifetimes.maxSubscription(), lifetimes.min()),
                values.isSet("auth")
                        ? values.constant("auth", SubscriptionSettings.Auth.class)
                        : SubscriptionSettings.Auth.IMPLICIT,
                new SubscriptionSettings.Rules(
                        values.on("enable_sphere_check"),
                        values.on("async_auth_queries"),
                        values.constant("unmatched_watchers", SubscriptionSettings.Unmatched.class)),
                values.text("to_tag_pref"),
                WinfoKeys.waiting(values));
    }
}
