package org.sippresence.account;

import java.util.Optional;
import org.sippresence.model.Aor;

/**
 * Where subscribers are kept, by the address that {@link Account#canonical} gives. Blocking; callable from many threads. A
 * failure of the database is an {@link java.io.UncheckedIOException}.
 */
public interface AccountStore {

    Optional<Account> find(Aor aor);

    /**
     * Adds a subscriber, or replaces the one with the same address; durable when it returns.
     *
     * @return false if there is no room for another one
     */
    boolean save(Account subscriber);

    /** Whether there was one; gone for good when it returns. */
    boolean remove(Aor aor);
}
