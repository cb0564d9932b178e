package org.sippresence.bootstrap;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.access.AccessTokenStore;
import org.sippresence.access.MemoryAccessTokenStore;
import org.sippresence.account.AccountStore;
import org.sippresence.account.MemoryAccountStore;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.engine.CircuitBreaker;
import org.sippresence.engine.Ownership;
import org.sippresence.maintenance.Metric;
import org.sippresence.persistence.ForeignAccountStore;
import org.sippresence.persistence.JpaPresentityStore;
import org.sippresence.presentity.NoPresentityStore;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.settings.LeaseSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;

/**
 * The stores of the server. The accounts are closed by {@link org.sippresence.account.Accounts}, the others with the
 * presentities.
 *
 * @param ownership whether the storage belongs to this process
 * @param breaker open while the database is unavailable; empty if it cannot become so
 */
public record Storage(
        PresentityStore presentities,
        AccountStore accounts,
        UserAttributes attributes,
        AccessTokenStore tokens,
        Ownership ownership,
        Optional<CircuitBreaker> breaker) {

    private static final int USERS_IN_MEMORY = 100_000;

    /** Whether changes can be stored now. */
    boolean isThere() {
        return !ownership.isLost() && breaker.map(CircuitBreaker::isClosed).orElse(true);
    }

    private static double level(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    /** The metrics of the storage. */
    List<Metric> metrics() {
        return breaker.map(each -> List.of(
                        Metric.gauge(
                                "database_breaker",
                                "The circuit breaker before the database: 0 closed, 1 half open, 2 open.",
                                level(each.state())),
                        Metric.counter("database_outages_total", "How often the database was away.", Map.of(), (double)
                                each.openings())))
                .orElse(List.of());
    }

    /**
     * Opens all databases that the settings name.
     *
     * @throws org.sippresence.persistence.StorageUnavailableException if one cannot be opened or used, or the database of
     *     this server belongs to another process
     */
    public static Storage open(Settings settings, Clock clock) {
        Optional<AccountStore> foreign =
                settings.accounts().foreign().map(table -> ForeignAccountStore.open(table, settings.digest()));
        boolean open = false;
        try {
            Storage storage = open(settings.storage(), settings.lease(), clock);
            open = true;
            return foreign.map(storage::withAccounts).orElse(storage);
        } finally {
            if (!open) {
                foreign.ifPresent(AccountStore::close);
            }
        }
    }

    private Storage withAccounts(AccountStore others) {
        return new Storage(presentities, others, attributes, tokens, ownership, breaker);
    }

    /**
     * Opens the database of this server, or creates a storage without one.
     *
     * @throws org.sippresence.persistence.StorageUnavailableException if the database cannot be opened, or belongs to another
     *     process
     */
    public static Storage open(StorageSettings settings, LeaseSettings lease, Clock clock) {
        if (!settings.useDb()) {
            return new Storage(
                    new NoPresentityStore(),
                    new MemoryAccountStore(USERS_IN_MEMORY),
                    new MemoryUserAttributes(USERS_IN_MEMORY),
                    new MemoryAccessTokenStore(),
                    Ownership.CERTAIN,
                    Optional.empty());
        }
        JpaPresentityStore database = JpaPresentityStore.open(settings, lease, clock);
        return new Storage(
                database,
                database.accounts(),
                database.userAttributes(),
                database.accessTokens(),
                database.ownership(),
                Optional.of(database.breaker()));
    }
}
