package org.sippresence.presentity.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Hash table of subscriptions by one property. It uses a single array without entry objects: about seven bytes for each
 * subscription instead of forty in a map of the JDK. Not thread-safe.
 */
public final class SubscriptionTable {

    private static final CompactSubscription[] NOTHING = new CompactSubscription[0];
    private static final int SMALLEST = 4;

    private final ToIntFunction<CompactSubscription> hash;
    private CompactSubscription[] slots = NOTHING;
    private int size;

    /** @param hash a hash computed with {@link #spread}, constant for each subscription */
    public SubscriptionTable(ToIntFunction<CompactSubscription> hash) {
        this.hash = hash;
    }

    /** Mixes a hash so that its lowest bits depend on all bits. */
    public static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }

    public Optional<CompactSubscription> find(int hashed, Predicate<CompactSubscription> wanted) {
        if (size == 0) {
            return Optional.empty();
        }
        for (int i = hashed & mask(); slots[i] != null; i = (i + 1) & mask()) {
            if (hash.applyAsInt(slots[i]) == hashed && wanted.test(slots[i])) {
                return Optional.of(slots[i]);
            }
        }
        return Optional.empty();
    }

    /** Adds a subscription that is not contained yet. */
    public void add(CompactSubscription watched) {
        if ((size + 1) * 4 > slots.length * 3) {
            resize(Math.max(SMALLEST, slots.length * 2));
        }
        place(watched);
        size++;
    }

    private void place(CompactSubscription watched) {
        int i = hash.applyAsInt(watched) & mask();
        while (slots[i] != null) {
            i = (i + 1) & mask();
        }
        slots[i] = watched;
    }

    private void resize(int length) {
        CompactSubscription[] old = slots;
        slots = length == 0 ? NOTHING : new CompactSubscription[length];
        for (CompactSubscription each : old) {
            if (each != null) {
                place(each);
            }
        }
    }

    /** Removes this instance; returns false if it is not contained. */
    public boolean remove(CompactSubscription watched) {
        if (size == 0) {
            return false;
        }
        int i = hash.applyAsInt(watched) & mask();
        while (slots[i] != watched) {
            if (slots[i] == null) {
                return false;
            }
            i = (i + 1) & mask();
        }
        close(i);
        size--;
        if (size * 8 < slots.length) {
            resize(size == 0 ? 0 : Math.max(SMALLEST, slots.length / 2));
        }
        return true;
    }

    /** Moves up the entries behind the gap that could not be found otherwise. */
    private void close(int emptied) {
        int gap = emptied;
        for (int i = (gap + 1) & mask(); slots[i] != null; i = (i + 1) & mask()) {
            int home = hash.applyAsInt(slots[i]) & mask();
            if (((i - home) & mask()) >= ((i - gap) & mask())) {
                slots[gap] = slots[i];
                gap = i;
            }
        }
        slots[gap] = null;
    }

    List<CompactSubscription> all() {
        List<CompactSubscription> all = new ArrayList<>(size);
        for (CompactSubscription each : slots) {
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    boolean any(Predicate<CompactSubscription> condition) {
        for (CompactSubscription each : slots) {
            if (each != null && condition.test(each)) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private int mask() {
        return slots.length - 1;
    }
}
