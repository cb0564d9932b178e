package org.sippresence.account;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.model.Aor;
import org.sippresence.settings.AccountSettings;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.logging.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP accounts of this server. Thread-safe. A failure of the database is an {@link java.io.UncheckedIOException}.
 * Changes by other programs in the table become visible within {@link AccountSettings#cacheExpire}.
 */
public final class Accounts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    /** Threads that read, and the accounts that wait for them: about a second's work. */
    private static final int LOADERS = 4;

    private static final int MAX_WAITING = 4_096;
    private static final int IDLE_SECONDS = 10;

    /** No longer user part or domain fits a table. */
    private static final int LONGEST = 255;

    private final AccountStore store;
    private final DigestSettings digest;
    private final AccountCache cache;
    private final ThreadPoolExecutor loaders;

    /**
     * Current numbers.
     *
     * @param known accounts in the cache
     * @param unknown addresses without an account in the cache
     * @param loads reads from the store since the start
     * @param rejected reads that were not begun because too many waited
     */
    public record Counts(long known, long unknown, long loads, long rejected) {}

    /** Creates accounts with the default bounds. */
    public Accounts(AccountStore store, DigestSettings digest) {
        this(store, digest, Settings.of(Map.of()).accounts());
    }

    /**
     * Creates the accounts.
     *
     * @param digest of this server; algorithms for which the store has no hashes are not offered
     * @throws org.sippresence.settings.SettingsException if no algorithm is left
     */
    public Accounts(AccountStore store, DigestSettings digest, AccountSettings settings) {
        this(store, digest, settings, Ticker.systemTicker());
    }

    Accounts(AccountStore store, DigestSettings digest, AccountSettings settings, Ticker ticker) {
        this.store = Objects.requireNonNull(store, "store");
        this.digest = digest.limitedTo(store.algorithms());
        this.cache = new AccountCache(store, settings, ticker);
        this.loaders = new ThreadPoolExecutor(
                LOADERS,
                LOADERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                DaemonThreads.numbered("account-loader"));
        loaders.allowCoreThreadTimeOut(true);
        if (!this.digest.equals(digest)) {
            LOG.info("the accounts have no hashes for all of digest_algorithms; offered: {}", this.digest.algorithms());
        }
    }

    /** The settings of Digest authentication, with the algorithms for which there are hashes. */
    public DigestSettings digest() {
        return digest;
    }

    /**
     * Finds the account with this address; empty if the address has no user or domain. May block on the database.
     *
     * @throws java.io.UncheckedIOException if the database fails
     */
    public Optional<Account> find(Aor aor) {
        if (!isPossible(aor)) {
            return Optional.empty();
        }
        try {
            return cache.get(Account.canonical(aor), Runnable::run).join();
        } catch (CompletionException e) {
            throw FailureCause.of(e) instanceof RuntimeException failure ? failure : e;
        }
    }

    /**
     * Finds the account with this address without blocking: complete at once if it is cached, otherwise a thread of its
     * own reads it. What is chained to the result may run in that thread and must not block.
     *
     * @return empty if there is none; completes exceptionally with an {@link org.sippresence.engine.OutageException} or
     *     another {@link java.io.UncheckedIOException} if the database is away or fails, or too many reads are waiting
     */
    public CompletableFuture<Optional<Account>> load(Aor aor) {
        return isPossible(aor)
                ? cache.get(Account.canonical(aor), loaders)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static boolean isPossible(Aor aor) {
        return isPossible(aor.user()) && isPossible(aor.domain());
    }

    private static boolean isPossible(String part) {
        return !part.isEmpty() && part.length() <= LONGEST;
    }

    /** Whether accounts can be changed here; otherwise they are in the table of another server. */
    public boolean areWritable() {
        return store.isWritable();
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
            cache.invalidate(account.aor());
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
            cache.invalidate(canonical);
        }
    }

    /** The realm in which the account with this address authenticates. */
    public String realm(Aor aor) {
        return digest.realmOf(aor.domain());
    }

    public Counts counts() {
        return cache.counts();
    }

    /** Finishes the reads that wait, at most 5 seconds, and closes the store. */
    @Override
    public void close() {
        loaders.shutdown();
        try {
            if (!loaders.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("{} accounts were not read", loaders.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
