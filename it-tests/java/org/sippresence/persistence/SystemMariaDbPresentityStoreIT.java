package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.settings.StorageSettings;

/** The store on the MariaDB of the operating system: 10.11 with Debian 12, which MySQL's driver takes for a 5.5.5. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SystemMariaDbPresentityStoreIT implements JpaPresentityStoreContract, LeaseContract, ReportStoreContract {

    @TempDir
    private static Path directory;

    private final AtomicInteger schemas = new AtomicInteger();
    private SystemMariaDb server;
    private JpaPresentityStore store;
    private StorageSettings settings;

    @BeforeAll
    void open() throws IOException {
        server = SystemMariaDb.started(Files.createDirectories(directory.resolve("db")));
        settings = StorageFixtures.settings(server.url());
        store = JpaPresentityStore.open(settings, StorageFixtures.CLOCK);
    }

    @AfterAll
    void close() {
        if (store != null) {
            store.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public JpaPresentityStore store() {
        return store;
    }

    @Override
    public StorageSettings settings() {
        return settings;
    }

    @Override
    public StorageSettings emptyDatabase() {
        String schema = "empty" + schemas.incrementAndGet();
        server.createSchema(schema);
        return StorageFixtures.settings(server.url(schema));
    }

    @Test
    void fractionsOfSecondsReachTheColumns() throws SQLException {
        ordersAndTimesSurviveWhereFractionsOfSecondsDoNot();
        assertThat(JpaPresentityStoreContract.query(
                        settings, "select date_format(created, '%f') from publication order by begun"))
                .startsWith("000001", "000002");
    }
}
