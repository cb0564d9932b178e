package org.sippresence.account;

import java.util.Optional;
import org.sippresence.model.Aor;

/**
 * Stores accounts by the address that {@link Account#canonical} returns. Blocking and thread-safe. A failure of the
 * database is an {@link java.io.UncheckedIOException}.
 */
public interface AccountStore {

    Optional<Account> find(Aor aor);

    /**
     * Adds an account, or replaces the one with the same address; durable when it returns.
     *
     * @return false if the store is full
     */
    boolean save(Account account);

    /** Removes an account durably; returns whether it existed. */
    boolean remove(Aor aor);
}
