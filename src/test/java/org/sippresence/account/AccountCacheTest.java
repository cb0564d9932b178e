package org.sippresence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.settings.AccountSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.Settings;

/** What {@link Accounts} keeps in memory, and how it reads without blocking its caller. */
final class AccountCacheTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Duration EXPIRE = Duration.ofSeconds(60);
    private static final int SIZE = 50;

    /** A hundred more than the reads that may run and wait. */
    private static final int TOO_MANY = 4 + 4_096 + 100;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryAccountStore rows = new MemoryAccountStore(1_000);
    private Runnable query = () -> {};
    private final Accounts accounts = accounts();

    private Accounts accounts() {
        AccountSettings settings = new AccountSettings(SIZE, EXPIRE, Optional.empty());
        return new Accounts(new CountedRows(), Settings.of(Map.of()).digest(), settings, nanos::get);
    }

    /** The rows, with a count of the queries. */
    private final class CountedRows implements AccountStore {

        @Override
        public Optional<Account> find(Aor aor) {
            queries.incrementAndGet();
            Optional<Account> found = rows.find(aor);
            query.run();
            return found;
        }

        @Override
        public Set<Algorithm> algorithms() {
            return rows.algorithms();
        }

        @Override
        public boolean isWritable() {
            return rows.isWritable();
        }

        @Override
        public boolean save(Account account) {
            return rows.save(account);
        }

        @Override
        public boolean remove(Aor aor) {
            return rows.remove(aor);
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @AfterEach
    void close() {
        gate.countDown();
        accounts.close();
    }

    private void awaitGate() {
        try {
            assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Account account(String user, String password) {
        return Account.withPassword(Aor.parse("sip:" + user + "@example.org"), "example.org", password);
    }

    private static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(1, TimeUnit.MINUTES);
    }

    @Test
    void aLoadDoesNotBlockAndIsCompleteAtOnceIfTheAccountIsCached() throws Exception {
        rows.save(account("alice", "secret"));
        query = this::awaitGate;
        CompletableFuture<Optional<Account>> first = accounts.load(ALICE);
        assertThat(first).isNotDone();
        gate.countDown();
        assertThat(result(first)).contains(account("alice", "secret"));
        assertThat(accounts.load(Aor.parse("sips:alice@example.org")))
                .isCompletedWithValue(Optional.of(account("alice", "secret")));
        assertThat(queries).hasValue(1);
    }

    @Test
    void concurrentLoadsOfAnAddressAreOneQuery() throws Exception {
        query = this::awaitGate;
        List<CompletableFuture<Optional<Account>>> loads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            loads.add(accounts.load(ALICE));
        }
        loads.remove(3).cancel(false);
        gate.countDown();
        for (CompletableFuture<Optional<Account>> each : loads) {
            assertThat(result(each)).isEmpty();
        }
        assertThat(queries).hasValue(1);
    }

    @Test
    void guessedNamesAreRememberedWithinABoundAndDoNotEvictAccounts() throws Exception {
        for (int i = 0; i < SIZE; i++) {
            rows.save(account("user" + i, "secret"));
            accounts.find(Aor.parse("sip:user" + i + "@example.org"));
        }
        int guesses = 3 * AccountCache.MAX_UNKNOWN;
        for (int i = 0; i < guesses; i++) {
            assertThat(accounts.find(Aor.parse("sip:guess" + i + "@example.org")))
                    .isEmpty();
        }
        assertThat(queries).hasValue(SIZE + guesses);
        for (int i = 0; i < SIZE; i++) {
            assertThat(accounts.load(Aor.parse("sip:user" + i + "@example.org")))
                    .isCompleted();
        }
        assertThat(accounts.load(ALICE))
                .satisfies(load -> assertThat(result(load)).isEmpty());
        assertThat(accounts.load(ALICE)).isCompletedWithValue(Optional.empty());
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(accounts.counts().unknown()).isLessThanOrEqualTo(AccountCache.MAX_UNKNOWN));
    }

    @Test
    void anAddressThatIsTooLongForATableIsNotLookedUp() {
        assertThat(accounts.load(Aor.parse("sip:" + "a".repeat(256) + "@example.org")))
                .isCompletedWithValue(Optional.empty());
        assertThat(accounts.find(Aor.parse("sip:alice@" + "a".repeat(256)))).isEmpty();
        assertThat(queries).hasValue(0);
    }

    @Test
    void whatWasReadIsReadAgainAfterItsTime() {
        assertThat(accounts.find(ALICE)).isEmpty();
        rows.save(account("alice", "secret"));
        nanos.addAndGet(EXPIRE.toNanos() - 1);
        assertThat(accounts.find(ALICE)).isEmpty();
        nanos.addAndGet(1);
        assertThat(accounts.find(ALICE)).contains(account("alice", "secret"));
        rows.save(account("alice", "changed"));
        nanos.addAndGet(EXPIRE.toNanos());
        assertThat(accounts.find(ALICE)).contains(account("alice", "changed"));
    }

    @Test
    void whatIsReadWhileAPasswordChangesIsNotCached() throws Exception {
        rows.save(account("alice", "old"));
        query = this::awaitGate;
        CompletableFuture<Optional<Account>> before = accounts.load(ALICE);
        Awaitility.await().until(() -> queries.get() == 1);
        accounts.savePassword(ALICE, "new");
        gate.countDown();
        assertThat(result(before)).contains(account("alice", "old"));
        assertThat(result(accounts.load(ALICE))).contains(account("alice", "new"));
        assertThat(accounts.find(ALICE)).contains(account("alice", "new"));
    }

    @Test
    void aFailureIsReportedToEveryoneAndNotCached() throws Exception {
        UncheckedIOException failure = new UncheckedIOException(new IOException("database: away"));
        query = () -> {
            throw failure;
        };
        assertThatThrownBy(() -> result(accounts.load(ALICE))).hasCause(failure);
        assertThatThrownBy(() -> accounts.find(ALICE)).isSameAs(failure);
        query = () -> {};
        assertThat(result(accounts.load(ALICE))).isEmpty();
    }

    @Test
    void anErrorIsReportedToo() throws Exception {
        query = () -> {
            throw new StackOverflowError("of the test");
        };
        assertThatThrownBy(() -> result(accounts.load(ALICE))).hasCauseInstanceOf(StackOverflowError.class);
        query = () -> {};
        assertThat(result(accounts.load(ALICE))).isEmpty();
    }

    @Test
    void whenTooManyAccountsWaitAnotherOneIsRefusedAtOnce() throws Exception {
        query = this::awaitGate;
        List<CompletableFuture<Optional<Account>>> loads = new ArrayList<>();
        for (int i = 0; i < TOO_MANY; i++) {
            loads.add(accounts.load(Aor.parse("sip:user" + i + "@example.org")));
        }
        assertThat(loads.get(TOO_MANY - 1)).isCompletedExceptionally();
        assertThatThrownBy(() -> result(loads.get(TOO_MANY - 1))).hasCauseInstanceOf(OutageException.class);
        assertThat(accounts.counts().rejected()).isEqualTo(100);
        gate.countDown();
        assertThat(result(loads.get(0))).isEmpty();
        assertThat(result(accounts.load(Aor.parse("sip:user" + (TOO_MANY - 1) + "@example.org"))))
                .isEmpty();
    }
}
