package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.settings.StorageSettings;

/** The store on the MariaDB of the operating system: 10.11 with Debian 12, which MySQL's driver takes for a 5.5.5. */
final class SystemMariaDbPresentityStoreIT extends JpaPresentityStoreContract implements LeaseContract {

    @TempDir
    private static Path directory;

    private final AtomicInteger schemas = new AtomicInteger();
    private SystemMariaDb server;

    @Override
    public StorageSettings emptyDatabase() {
        if (server == null) {
            server = SystemMariaDb.started(directory);
        }
        String schema = "empty" + schemas.incrementAndGet();
        server.createSchema(schema);
        return StorageFixtures.settings(server.url(schema));
    }

    @AfterAll
    @Override
    void close() {
        super.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void fractionsOfSecondsReachTheColumns() throws SQLException {
        ordersAndTimesSurviveWhereFractionsOfSecondsDoNot();
        assertThat(rows("select date_format(created, '%f') from publication order by begun"))
                .startsWith("000001", "000002");
    }
}
