package org.sippresence.model;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Generates unpredictable identifiers: entity-tags, ids of publications and subscriptions. Thread-safe. */
public final class RandomIdentifiers {

    private static final int BYTES = 12;

    private final SecureRandom random = new SecureRandom();
    private final String prefix;

    /**
     * Creates a generator.
     *
     * @param prefix the start of each identifier; a token of at most 40 characters, or empty
     */
    public RandomIdentifiers(String prefix) {
        if (prefix.length() > 40 || (!prefix.isEmpty() && !SipToken.isToken(prefix))) {
            throw new IllegalArgumentException("the prefix of tags is a token of at most 40 characters");
        }
        this.prefix = prefix;
    }

    /** Returns the prefix followed by 96 random bits, in characters of a SIP token. */
    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return encoded(bytes);
    }

    private String encoded(byte[] bytes) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the prefix followed by an identifier that depends on these bits only, so it can be predicted. */
    public String derivedFrom(UUID bits) {
        return encoded(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(bits.getMostSignificantBits())
                .putLong(bits.getLeastSignificantBits())
                .array());
    }
}
