package org.sippresence.sip.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.sippresence.engine.KeyedHash;

/**
 * The addresses and host names that answered within the last day, in a fixed 2 MiB. Each maps to a set of four entries; if all
 * are used, a new one replaces the one with the oldest response. Thread-safe.
 */
final class ProvenAddresses {

    private static final int SETS = 1 << 16;
    private static final int WAYS = 4;
    private static final int HOUR_BITS = 0xFFFF;
    private static final int BELIEVED_HOURS = 24;

    private final KeyedHash hash = new KeyedHash();

    /** The upper 48 bits of a hash and the hour of the last response. */
    private final AtomicLongArray entries = new AtomicLongArray(SETS * WAYS);

    private final LongSupplier hours;

    /** @param hours hours since a fixed moment */
    ProvenAddresses(LongSupplier hours) {
        this.hours = hours;
    }

    boolean contains(byte[] address) {
        return place(hashed(address)) >= 0;
    }

    /** Whether a host name has answered; names and addresses are distinct. */
    boolean contains(String name) {
        return place(hashed(name)) >= 0;
    }

    void add(byte[] address) {
        add(hashed(address));
    }

    void add(String name) {
        add(hashed(name));
    }

    private long hashed(byte[] address) {
        return hash.of(0, address, 0, address.length);
    }

    private long hashed(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return hash.of(1, bytes, 0, bytes.length);
    }

    private int place(long hashed) {
        int set = ((int) hashed & (SETS - 1)) * WAYS;
        for (int i = set; i < set + WAYS; i++) {
            long entry = entries.get(i);
            if ((entry ^ hashed) >>> 16 == 0 && entry != 0 && age(entry) <= BELIEVED_HOURS) {
                return i;
            }
        }
        return -1;
    }

    private int age(long entry) {
        return (int) (hours.getAsLong() - entry) & HOUR_BITS;
    }

    private void add(long hashed) {
        long entry = (hashed & ~(long) HOUR_BITS) | (hours.getAsLong() & HOUR_BITS);
        int place = place(hashed);
        if (place < 0) {
            place = oldest(((int) hashed & (SETS - 1)) * WAYS);
        }
        if (entries.get(place) != entry) {
            entries.set(place, entry);
        }
    }

    private int oldest(int set) {
        int oldest = set;
        for (int i = set; i < set + WAYS; i++) {
            if (entries.get(i) == 0) {
                return i;
            }
            if (age(entries.get(i)) > age(entries.get(oldest))) {
                oldest = i;
            }
        }
        return oldest;
    }
}
