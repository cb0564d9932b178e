package org.sippresence.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;

/**
 * The SIP accounts of this server. Thread-safe; may block on the database, whose failure is an {@link
 * java.io.UncheckedIOException}. Changes by other programs in the table become visible within a minute.
 */
public final class Accounts {

    private static final int MAX_CACHED = 20_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(1);

    private final AccountStore store;
    private final DigestSettings settings;

    /** Unknown addresses are cached, too: guessed names must not cause a database query each. */
    private final Cache<Aor, Optional<Account>> read = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();

    public Accounts(AccountStore store, DigestSettings settings) {
        this.store = Objects.requireNonNull(store, "store");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Finds the account with this address; empty if the address has no user or domain. */
    public Optional<Account> find(Aor aor) {
        if (!isPossible(aor)) {
            return Optional.empty();
        }
        return read.get(Account.canonical(aor), store::find);
    }

    private static boolean isPossible(Aor aor) {
        return !aor.user().isEmpty() && !aor.domain().isEmpty();
    }

    /**
     * Adds an account, or replaces the hashes of an existing one.
     *
     * @return false if the store is full
     */
    public boolean save(Account account) {
        try {
            return store.save(account);
        } finally {
            read.invalidate(account.aor()); // waits for a concurrent load of this entry
        }
    }

    /**
     * As {@link #save}, with a password, which is not stored.
     *
     * @throws IllegalArgumentException if the address cannot have an account
     */
    public boolean savePassword(Aor aor, String password) {
        Aor canonical = Account.canonical(aor);
        return save(Account.withPassword(canonical, realm(canonical), password));
    }

    /** Removes an account; returns whether it existed. */
    public boolean remove(Aor aor) {
        if (!isPossible(aor)) {
            return false;
        }
        Aor canonical = Account.canonical(aor);
        try {
            return store.remove(canonical);
        } finally {
            read.invalidate(canonical);
        }
    }

    /** The realm in which the account with this address authenticates. */
    public String realm(Aor aor) {
        return settings.realmOf(aor.domain());
    }
}
