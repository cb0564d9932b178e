package org.sippresence.settings;

import java.time.Duration;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;

/**
 * How SUBSCRIBE is handled.
 *
 * @param expires the lifetimes of subscriptions
 * @param auth how watchers of packages that need consent are authorized
 * @param rules how rules are applied, if they authorize
 * @param idPrefix prefix of each subscription's id
 * @param waiting how long ended pending subscriptions are kept
 */
public record SubscriptionSettings(ExpiresPolicy expires, Auth auth, Rules rules, String idPrefix, Waiting waiting) {

    /** SER's parameter {@code auth}. */
    public enum Auth {
        /** Every watcher is active at once. */
        NONE,
        /** Every watcher is pending. */
        IMPLICIT,
        /** The presentity's rules decide. */
        XCAP
    }

    /** The key {@code unmatched_watchers}: how watchers that match no rule of a document are handled. */
    public enum Unmatched {
        /** They are rejected (RFC 5025 section 3.2.1). */
        BLOCK,
        /** They are pending. */
        CONFIRM,
        /** They see an offline presentity. */
        POLITE_BLOCK
    }

    /**
     * How rules are applied.
     *
     * @param checkSphere whether rules may depend on the sphere that the presentity publishes
     * @param decideWithoutRules whether a first SUBSCRIBE is answered before its rules are known: pending first, decided
     *     afterwards
     * @param unmatched how watchers that match no rule are handled
     */
    public record Rules(boolean checkSphere, boolean decideWithoutRules, Unmatched unmatched) {}

    /**
     * Bounds of waiting subscriptions, which ended before the presentity had decided (RFC 3857 section 4.7.1).
     *
     * @param time until they are removed; zero: none is kept
     * @param most waiting watchers of one presentity; the oldest is evicted
     */
    public record Waiting(Duration time, PerDomain<Integer> most) {

        /** No waiting subscriptions. */
        public static Waiting none() {
            return new Waiting(Duration.ZERO, PerDomain.same(0));
        }
    }
}
