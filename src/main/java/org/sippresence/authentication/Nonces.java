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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces of challenges. A nonce contains its creation time and a MAC that proves that this server created it for its
 * realm, so none is stored before a client has authenticated with it. The key lives as long as the process.
 * Thread-safe.
 *
 * <p>The counts of the nonces in use are stored, a bounded number of them. Evicting a nonce before it expires raises a
 * floor: a nonce created before the floor that is not stored is rejected as too old, because its used counts are
 * unknown.
 */
final class Nonces {

    private static final String MAC = "HmacSHA256";
    private static final int TIME = Long.BYTES;
    private static final int RANDOM = 8;
    private static final int PROOF = 16;
    private static final int LENGTH = TIME + RANDOM + PROOF;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final Clock clock;
    private final Duration lifetime;
    private final int capacity;
    private final Map<String, UsedCounts> used = new LinkedHashMap<>();
    private long floor = Long.MIN_VALUE;

    /**
     * Creates the nonces.
     *
     * @param capacity nonces whose counts are stored
     */
    Nonces(Clock clock, Duration lifetime, int capacity) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.capacity = capacity;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, MAC);
    }

    String create(String realm) {
        byte[] chance = new byte[RANDOM];
        random.nextBytes(chance);
        byte[] head = ByteBuffer.allocate(TIME + RANDOM)
                .putLong(clock.millis())
                .put(chance)
                .array();
        byte[] nonce = Arrays.copyOf(head, LENGTH);
        System.arraycopy(proof(head, realm), 0, nonce, head.length, PROOF);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    private byte[] proof(byte[] head, String realm) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(head);
            mac.update(realm.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), PROOF);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /**
     * Counts one use of a nonce. To be called after all other checks of the request have passed.
     *
     * @param number the client's nonce count of the request
     * @return false if the nonce was not created here for this realm, is too old, or was used with this count before
     */
    boolean use(String nonce, String realm, long number) {
        return createdAt(nonce, realm)
                .filter(time -> !isExpired(time, clock.millis()))
                .map(time -> count(nonce, time, number))
                .orElse(false);
    }

    /** The creation time, in milliseconds since 1970; empty if the nonce was not created here or is for another realm. */
    private Optional<Long> createdAt(String nonce, String realm) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != LENGTH) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(bytes, TIME + RANDOM);
        byte[] given = Arrays.copyOfRange(bytes, TIME + RANDOM, LENGTH);
        return MessageDigest.isEqual(given, proof(head, realm))
                ? Optional.of(ByteBuffer.wrap(head).getLong())
                : Optional.empty();
    }

    private boolean isExpired(long time, long now) {
        return now - time >= lifetime.toMillis();
    }

    private synchronized boolean count(String nonce, long time, long number) {
        UsedCounts counts = used.get(nonce);
        if (counts == null) {
            if (time <= floor) {
                return false;
            }
            evict();
            counts = new UsedCounts(time);
            used.put(nonce, counts);
        }
        return counts.use(number);
    }

    /** Evicts the nonces that were used first; expired ones do not raise the floor. */
    private void evict() {
        long now = clock.millis();
        var each = used.values().iterator();
        while (each.hasNext()) {
            UsedCounts eldest = each.next();
            boolean old = isExpired(eldest.time, now);
            if (!old && used.size() < capacity) {
                return;
            }
            if (!old) {
                floor = Math.max(floor, eldest.time);
            }
            each.remove();
        }
    }

    /** The counts that were seen: the highest, and which of the 63 below it, since requests may overtake each other. */
    private static final class UsedCounts {

        private final long time;
        private long highest;
        private long seen; // bit n: the highest less n

        UsedCounts(long time) {
            this.time = time;
        }

        boolean use(long number) {
            if (number > highest) {
                long step = number - highest;
                seen = (step < Long.SIZE ? seen << step : 0) | 1;
                highest = number;
                return true;
            }
            long behind = highest - number;
            if (number < 1 || behind >= Long.SIZE || (seen >>> behind & 1) == 1) {
                return false;
            }
            seen |= 1L << behind;
            return true;
        }
    }
}
