package org.sippresence.settings;

/**
 * How SUBSCRIBE is answered.
 *
 * @param defaultExpires seconds, when the subscriber names none
 * @param maxExpires seconds; a longer wish is shortened to it
 * @param minExpires seconds; a shorter wish, but not zero, is answered 423; 0 for no bound
 * @param auth how watchers of packages that need consent are authorized
 * @param checkSphere whether rules may depend on the sphere that the presentity publishes
 * @param decideLater whether a first SUBSCRIBE is answered before its rules are known: pending, and then decided
 * @param idPrefix begins each subscription's id
 */
public record SubscriptionSettings(
        int defaultExpires,
        int maxExpires,
        int minExpires,
        Auth auth,
        boolean checkSphere,
        boolean decideLater,
        String idPrefix) {

    /** The seed's parameter {@code auth}. */
    public enum Auth {
        /** Everybody is active at once. */
        NONE,
        /** Everybody is pending. */
        IMPLICIT,
        /** By the presentity's rules. */
        XCAP
    }

    public static SubscriptionSettings defaults() {
        return new SubscriptionSettings(3600, 3600, 0, Auth.IMPLICIT, true, false, "10");
    }
}
