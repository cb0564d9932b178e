package org.sippresence.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.sippresence.presentity.StoredFixtures;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.StorageSettings.Tables;

/** Settings for stores in tests. */
final class StorageFixtures {

    static final Clock CLOCK = Clock.fixed(StoredFixtures.NOON, ZoneOffset.UTC);

    private StorageFixtures() {}

    static StorageSettings settings(String jdbcUrl) {
        return settings(jdbcUrl, Tables.defaults());
    }

    static StorageSettings settings(String jdbcUrl, Tables tables) {
        String user = jdbcUrl.startsWith("jdbc:h2:") ? "sa" : "root";
        return new StorageSettings(true, jdbcUrl, user, "", tables, false, 1000, Duration.ofMillis(2));
    }
}
