package org.sippresence.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sippresence.account.Account;
import org.sippresence.account.AccountStore;
import org.sippresence.engine.CircuitBreaker;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.SubscriberTableSettings;
import org.sippresence.settings.logging.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts in a table of another server, such as Kamailio's {@code subscriber}, by a few connections of its own that are
 * read-only. While the database is away every read fails at once.
 */
public final class ForeignAccountStore implements AccountStore {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignAccountStore.class);

    /** Connections: as many as threads that load accounts. */
    private static final int CONNECTIONS = 4;

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);

    private final HikariDataSource connections;
    private final SubscriberQuery query;
    private final CircuitBreaker breaker;

    private ForeignAccountStore(HikariDataSource connections, SubscriberQuery query) {
        this.connections = connections;
        this.query = query;
        this.breaker = new CircuitBreaker("account-database", this::probe, PROBE_INTERVAL);
    }

    /**
     * Connects and checks that the table has the columns.
     *
     * @param digest gives the realms in which plain passwords are hashed
     * @throws StorageUnavailableException if the database cannot be opened, or the table cannot be used
     */
    public static ForeignAccountStore open(SubscriberTableSettings settings, DigestSettings digest) {
        HikariDataSource connections = Database.connectToAccounts(settings, CONNECTIONS);
        boolean open = false;
        try (Connection connection = connections.getConnection()) {
            SubscriberQuery query = SubscriberQuery.of(settings, digest, connection);
            open = true;
            return new ForeignAccountStore(connections, query);
        } catch (SQLException e) {
            throw new StorageUnavailableException(
                    "cannot read the table " + settings.table() + " at subscriber_db_url: " + FailureCause.message(e),
                    e);
        } finally {
            if (!open) {
                connections.close();
            }
        }
    }

    private void probe() {
        try (Connection connection = connections.getConnection()) {
            if (!connection.isValid(1)) {
                throw new OutageException("the connection is not valid");
            }
        } catch (SQLException e) {
            throw new OutageException(FailureCause.message(e), e);
        }
    }

    @Override
    public Set<Algorithm> algorithms() {
        return query.algorithms();
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public Optional<Account> find(Aor aor) {
        breaker.requireClosed();
        try {
            List<Account> found = read(aor);
            if (found.size() > 1) {
                LOG.warn(
                        "{} is in the table of accounts {} times and cannot authenticate; set use_domain=1, or remove"
                                + " rows",
                        aor,
                        found.size());
                return Optional.empty();
            }
            return found.stream().findFirst();
        } catch (SQLException e) {
            if (LostConnections.isOutage(e)) {
                breaker.open(FailureCause.message(e));
                throw new OutageException("database of accounts: " + FailureCause.message(e), e);
            }
            throw new UncheckedIOException(new IOException("database of accounts: " + FailureCause.message(e), e));
        }
    }

    private List<Account> read(Aor aor) throws SQLException {
        List<Account> found = new ArrayList<>();
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = query.prepare(connection, aor);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                query.account(row, aor).ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public boolean save(Account account) {
        throw new UnsupportedOperationException("the accounts are in a table of another server");
    }

    @Override
    public boolean remove(Aor aor) {
        throw new UnsupportedOperationException("the accounts are in a table of another server");
    }

    @Override
    public void close() {
        breaker.close();
        connections.close();
    }
}
