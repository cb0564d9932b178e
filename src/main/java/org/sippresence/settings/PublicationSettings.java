package org.sippresence.settings;

/**
 * How PUBLISH is handled.
 *
 * @param defaultExpires seconds, when the client requests none
 * @param maxExpires seconds; a longer requested lifetime is reduced to it
 * @param minExpires seconds; a shorter requested lifetime except zero is rejected with 423; 0 for no bound
 * @param expiresOffset seconds by which the Expires of the 200 is less than the true lifetime, never below 1
 * @param maxBody bytes, after decompression
 * @param strict whether a presence document that is not valid by its schema is rejected
 * @param tagPrefix prefix of each entity-tag
 */
public record PublicationSettings(
        int defaultExpires,
        int maxExpires,
        int minExpires,
        int expiresOffset,
        int maxBody,
        boolean strict,
        String tagPrefix) {

    public static PublicationSettings defaults() {
        return new PublicationSettings(3600, 3600, 0, 0, 65_536, false, "10");
    }
}
