package org.sippresence.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.settings.AccountSettings;

/**
 * Accounts as they were read from a store. Addresses without an account have a cache of their own, so that guessed names
 * do not evict accounts. Concurrent reads of one address are one. Thread-safe.
 */
final class AccountCache {

    /** Addresses without an account that are remembered. */
    static final int MAX_UNKNOWN = 20_000;

    private final AccountStore store;
    private final Cache<Aor, Account> known;
    private final Cache<Aor, Boolean> unknown;
    private final ConcurrentMap<Aor, CompletableFuture<Optional<Account>>> loading = new ConcurrentHashMap<>();
    private final LongAdder loads = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    AccountCache(AccountStore store, AccountSettings settings, Ticker ticker) {
        this.store = store;
        this.known = cache(settings, settings.cacheSize(), ticker);
        this.unknown = cache(settings, MAX_UNKNOWN, ticker);
    }

    private static <V> Cache<Aor, V> cache(AccountSettings settings, int size, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(settings.cacheExpire())
                .ticker(ticker)
                .build();
    }

    /**
     * Returns the account of an address. What is cached is complete at once.
     *
     * @param reader runs the query unless another thread reads this address already
     * @return completes exceptionally with an {@link OutageException} if the reader is full, and as {@link AccountStore}
     *     says if the query fails
     */
    CompletableFuture<Optional<Account>> get(Aor aor, Executor reader) {
        Account account = known.getIfPresent(aor);
        if (account != null) {
            return CompletableFuture.completedFuture(Optional.of(account));
        }
        if (unknown.getIfPresent(aor) != null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<Account>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Account>> earlier = loading.putIfAbsent(aor, mine);
        if (earlier != null) {
            return earlier.copy(); // a caller that cancels or times out does not affect the others
        }
        CompletableFuture<Optional<Account>> result = mine.copy();
        try {
            reader.execute(() -> read(aor, mine));
        } catch (RejectedExecutionException e) {
            rejected.increment();
            loading.remove(aor, mine);
            mine.completeExceptionally(new OutageException("too many accounts wait to be read"));
        }
        return result;
    }

    private void read(Aor aor, CompletableFuture<Optional<Account>> mine) {
        loads.increment();
        try {
            Optional<Account> found = store.find(aor);
            CompletableFuture<Optional<Account>> unused = loading.computeIfPresent(aor, (key, current) -> {
                if (current != mine) { // the account was changed meanwhile
                    return current;
                }
                remember(aor, found);
                return null;
            });
            mine.complete(found);
        } catch (RuntimeException | Error e) { // those who wait for it must learn of every failure
            loading.remove(aor, mine);
            mine.completeExceptionally(e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void remember(Aor aor, Optional<Account> found) {
        found.ifPresentOrElse(account -> known.put(aor, account), () -> unknown.put(aor, true));
    }

    /** Forgets an address; what is being read now is not cached either. */
    void invalidate(Aor aor) {
        CompletableFuture<Optional<Account>> unused = loading.compute(aor, (key, current) -> {
            known.invalidate(aor);
            unknown.invalidate(aor);
            return null;
        });
    }

    Accounts.Counts counts() {
        return new Accounts.Counts(known.estimatedSize(), unknown.estimatedSize(), loads.sum(), rejected.sum());
    }
}
