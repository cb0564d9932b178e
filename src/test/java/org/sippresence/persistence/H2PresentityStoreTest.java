package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.publication;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.StorageSettings.Tables;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class H2PresentityStoreTest implements JpaPresentityStoreContract, ReportStoreContract {

    @TempDir
    private static Path directory;

    private static final AtomicInteger EMPTY = new AtomicInteger();

    private JpaPresentityStore store;

    @BeforeAll
    void open() {
        store = JpaPresentityStore.open(settings(), StorageFixtures.CLOCK);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Override
    public JpaPresentityStore store() {
        return store;
    }

    @Override
    public StorageSettings settings() {
        return StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("presence"));
    }

    @Override
    public StorageSettings emptyDatabase() {
        return StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("empty" + EMPTY.incrementAndGet()));
    }

    @Test
    void whatIsWrittenIsThereWhenTheStoreIsOpenedAgain() {
        store.write(List.of(new SavePublication(publication("p1", ALICE))));
        store.close();
        open();
        assertThat(store.load(ALICE).orElseThrow().publications()).containsExactly(publication("p1", ALICE));
    }

    @Test
    void aDatabaseThatIsNotThereIsRefusedInOneLine() throws IOException {
        String mysql = "jdbc:mysql://127.0.0.1:" + freePort() + "/presence";
        refused(mysql + "?password=secret", "cannot open the database " + mysql + ": ");
        refused("jdbc:h2:file:relative", "cannot open the database jdbc:h2:file:relative: ");
        refused("jdbc:postgresql://localhost/presence", "the database must be one of");
        refused("nonsense", "the database must be one of");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void refused(String url, String message) {
        assertThatThrownBy(() -> JpaPresentityStore.open(StorageFixtures.settings(url), StorageFixtures.CLOCK))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aTableNameThatWouldNeedQuotesIsRefused() {
        Tables tables = new Tables("a; drop table b", "active_watchers", "watchers");
        StorageSettings settings = StorageFixtures.settings("jdbc:h2:mem:quotes", tables);
        assertThatThrownBy(() -> JpaPresentityStore.open(settings, StorageFixtures.CLOCK))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("a; drop table b");
    }
}
