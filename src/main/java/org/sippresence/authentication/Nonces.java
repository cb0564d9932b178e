package org.sippresence.authentication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sippresence.model.Aor;

/**
 * Nonces of challenges. A nonce contains its creation time, a number and a MAC that proves that this server created it for its
 * realm, so none is stored before a client has authenticated with it. The key lives as long as the process. Thread-safe.
 */
final class Nonces {

    private static final String MAC = "HmacSHA256";
    private static final int PRIME = Integer.MAX_VALUE;
    private static final int HEAD = 2 * Long.BYTES;
    private static final int PROOF = 16;
    private static final int LENGTH = HEAD + PROOF;
    private static final int TEXT_LENGTH = (LENGTH * 8 + 5) / 6;

    private final Clock clock;
    private final long lifetime;
    private final NonceCounts counts;
    private final Mac keyed;
    private final AtomicLong numbers;
    private final long point;

    /**
     * Creates the nonces.
     *
     * @param capacity nonces whose counts are stored
     */
    Nonces(Clock clock, Duration lifetime, long capacity) {
        this.clock = clock;
        this.lifetime = lifetime.toMillis();
        this.counts = new NonceCounts(lifetime, capacity);
        SecureRandom random = new SecureRandom();
        this.numbers = new AtomicLong(random.nextLong());
        this.point = (long) PRIME / 2 + random.nextInt(PRIME / 2);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        try {
            keyed = Mac.getInstance(MAC);
            keyed.init(new SecretKeySpec(secret, MAC));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    String create(String realm) {
        byte[] head = ByteBuffer.allocate(HEAD)
                .putLong(clock.millis())
                .putLong(numbers.incrementAndGet())
                .array();
        byte[] nonce = Arrays.copyOf(head, LENGTH);
        System.arraycopy(mac(head, realm), 0, nonce, HEAD, PROOF);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    private byte[] mac(byte[] head, String realm) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(head);
            return mac.doFinal(realm.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the MAC of every Java can be cloned", e);
        }
    }

    /** Reads a nonce; empty if it was not created here for this realm, or has expired. */
    Optional<Nonce> read(String text, String realm) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Nonce nonce = new Nonce(buffer.getLong(HEAD), buffer.getLong(0));
        if (age(nonce) >= lifetime) {
            return Optional.empty();
        }
        byte[] expected = mac(Arrays.copyOf(bytes, HEAD), realm);
        boolean isOurs = MessageDigest.isEqual(Arrays.copyOfRange(bytes, HEAD, LENGTH), Arrays.copyOf(expected, PROOF));
        return isOurs ? Optional.of(nonce) : Optional.empty();
    }

    private long age(Nonce nonce) {
        return clock.millis() - nonce.created();
    }

    /** Whether less than half of its lifetime is left. */
    boolean expiresSoon(Nonce nonce) {
        return age(nonce) > lifetime / 2;
    }

    /** The number of unexpired nonces with which users have authenticated; some may have expired a short time ago. */
    long size() {
        return counts.size(clock.millis());
    }

    /** Whether somebody has authenticated with this nonce, as far as this is still known. */
    boolean isStored(Nonce nonce) {
        return counts.isStored(nonce);
    }

    /** Whether the user has authenticated with this nonce. */
    boolean isUsedBy(Nonce nonce, Aor user) {
        return counts.isUsedBy(nonce, hash(user));
    }

    /**
     * Counts one use of a nonce. To be called after the user has been authenticated.
     *
     * @param number the client's nonce count of the request
     * @return false if the nonce was used with this count or by another user before, or this is no longer known
     */
    boolean use(Nonce nonce, Aor user, long number) {
        return counts.use(nonce, hash(user), number);
    }

    /**
     * A hash with a secret key, a polynomial over a prime field: users choose their names, and must not find one with the hash of
     * another user.
     */
    private int hash(Aor user) {
        String uri = user.uri();
        long hash = 0;
        for (int i = 0; i < uri.length(); i++) {
            hash = (hash * point + uri.charAt(i) + 1) % PRIME;
        }
        return (int) hash;
    }
}
