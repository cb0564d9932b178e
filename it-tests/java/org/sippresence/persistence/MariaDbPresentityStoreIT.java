package org.sippresence.persistence;

import ch.vorburger.exec.ManagedProcessException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.PresentityStoreContract;

@ExtendWith(MariaDb.class)
final class MariaDbPresentityStoreIT implements PresentityStoreContract {

    private PresentityStore store;

    @BeforeEach
    void open() throws ManagedProcessException, SQLException {
        MariaDb.freshSchema();
        store = JpaPresentityStore.open(StorageFixtures.settings(MariaDb.url()), StorageFixtures.CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public PresentityStore store() {
        return store;
    }
}
