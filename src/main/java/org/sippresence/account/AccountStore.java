package org.sippresence.account;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * Stores accounts by the address that {@link Account#canonical} returns. Blocking and thread-safe. A failure of the
 * database is an {@link java.io.UncheckedIOException}.
 */
public interface AccountStore extends AutoCloseable {

    Optional<Account> find(Aor aor);

    /** The algorithms for which accounts may have hashes. */
    default Set<Algorithm> algorithms() {
        return EnumSet.allOf(Algorithm.class);
    }

    /** Whether accounts can be saved and removed. */
    default boolean isWritable() {
        return true;
    }

    /**
     * Adds an account, or replaces the one with the same address; durable when it returns.
     *
     * @return false if the store is full
     * @throws UnsupportedOperationException unless it is writable
     */
    boolean save(Account account);

    /**
     * Removes an account durably; returns whether it existed.
     *
     * @throws UnsupportedOperationException unless it is writable
     */
    boolean remove(Aor aor);

    /** Releases what it has opened for itself: nothing, unless it says otherwise. */
    @Override
    default void close() {}
}
