package org.sippresence.pidf;

import java.util.HashSet;
import java.util.Set;

/**
 * Generates the ids of one composed document: unique in it, valid as xs:ID, and deterministic for the same names in the same
 * order.
 */
final class DocumentIds {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Set<String> taken = new HashSet<>();

    /** Reserves an id chosen by a publisher; false if it is already used. */
    boolean take(String id) {
        return taken.add(id);
    }

    /** Generates an id for a name in a publication. */
    String derive(String publication, String name) {
        for (int attempt = 0; ; attempt++) {
            String id = "t" + hash(publication, name, attempt);
            if (taken.add(id)) {
                return id;
            }
        }
    }

    private static String hash(String publication, String name, int attempt) {
        long hash = mix(mix(FNV_OFFSET, publication), name);
        hash = (hash ^ attempt) * FNV_PRIME;
        hash ^= hash >>> 32; // FNV propagates its last bytes only to the upper half
        hash *= 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 29;
        return Long.toUnsignedString(hash, 36);
    }

    private static long mix(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return (hash ^ 0xFFFF_FFFFL) * FNV_PRIME; // not a character: a terminator
    }
}
