package org.sippresence.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;

/**
 * The SIP users of this server. Thread-safe; may block on the database, whose failure is an
 * {@link java.io.UncheckedIOException}. What another program changes in the table is seen within a minute.
 */
public final class Accounts {

    private static final int REMEMBERED = 20_000;
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    private final AccountStore store;
    private final DigestSettings settings;

    /** Also who is not there: guessed names must not be a question to the database each. */
    private final Cache<Aor, Optional<Account>> read = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(BELIEVED)
            .build();

    public Accounts(AccountStore store, DigestSettings settings) {
        this.store = Objects.requireNonNull(store, "store");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** The subscriber with this address; nobody has an address without user and domain. */
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
     * Sets what proves who somebody is, of a new subscriber or a known one.
     *
     * @return false if there is no room for another subscriber
     */
    public boolean save(Account subscriber) {
        try {
            return store.save(subscriber);
        } finally {
            read.invalidate(subscriber.aor()); // waits for a reading of it that goes on
        }
    }

    /**
     * As {@link #save}, by a password, which is not kept.
     *
     * @throws IllegalArgumentException if it is no address of a subscriber
     */
    public boolean savePassword(Aor aor, String password) {
        Aor canonical = Account.canonical(aor);
        return save(Account.withPassword(canonical, realm(canonical), password));
    }

    /** Whether there was one. */
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

    /** In which realm the subscriber with this address proves who it is. */
    public String realm(Aor aor) {
        return settings.realmOf(aor.domain());
    }
}
