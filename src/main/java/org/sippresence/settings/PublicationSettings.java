package org.sippresence.settings;

/**
 * How PUBLISH is answered.
 *
 * @param defaultExpires seconds, when the client names none
 * @param maxExpires seconds; a longer wish is shortened to it
 * @param minExpires seconds; a shorter wish, but not zero, is answered 423; 0 for no bound
 * @param expiresOffset seconds that the Expires of the 200 is less than the true lifetime, never below 1
 * @param maxBody bytes, after decompression
 * @param strict whether a presence document is refused that is not valid by schema
 * @param tagPrefix begins each entity-tag
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
