package org.sippresence.settings;

import java.time.Duration;

/**
 * How SUBSCRIBE is answered.
 *
 * @param defaultExpires seconds, when the subscriber names none
 * @param maxExpires seconds; a longer wish is shortened to it
 * @param minExpires seconds; a shorter wish, but not zero, is answered 423; 0 for no bound
 * @param auth how watchers of packages that need consent are authorized
 * @param rules how rules are applied, if they authorize
 * @param idPrefix begins each subscription's id
 * @param waiting what is kept of subscriptions that ended while they were pending
 */
public record SubscriptionSettings(
        int defaultExpires, int maxExpires, int minExpires, Auth auth, Rules rules, String idPrefix, Waiting waiting) {

    /** The seed's parameter {@code auth}. */
    public enum Auth {
        /** Everybody is active at once. */
        NONE,
        /** Everybody is pending. */
        IMPLICIT,
        /** By the presentity's rules. */
        XCAP
    }

    /** The key {@code unmatched_watchers}: what becomes of watchers whom no rule of a document matches. */
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
     * @param decideLater whether a first SUBSCRIBE is answered before its rules are known: pending, and then decided
     * @param unmatched what becomes of watchers whom no rule matches
     */
    public record Rules(boolean checkSphere, boolean decideLater, Unmatched unmatched) {

        public static Rules defaults() {
            return new Rules(true, false, Unmatched.BLOCK);
        }
    }

    /**
     * How long those wait whose subscriptions ended before the presentity had decided (RFC 3857 section 4.7.1).
     *
     * @param time until they are given up; zero: nobody waits
     * @param most who wait for one presentity; the oldest gives way
     */
    public record Waiting(Duration time, int most) {

        /** Nobody waits. */
        public static Waiting none() {
            return new Waiting(Duration.ZERO, 0);
        }
    }

    public static SubscriptionSettings defaults() {
        return new SubscriptionSettings(
                3600, 3600, 0, Auth.IMPLICIT, Rules.defaults(), "10", new Waiting(Duration.ofDays(3), 100));
    }
}
