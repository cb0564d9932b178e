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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.StorageSettings.Tables;

final class H2PresentityStoreTest extends JpaPresentityStoreContract {

    @TempDir
    private static Path directory;

    private static final AtomicInteger EMPTY = new AtomicInteger();

    @Override
    public StorageSettings emptyDatabase() {
        return StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("empty" + EMPTY.incrementAndGet()));
    }

    @Test
    void whatIsWrittenIsThereWhenTheStoreIsOpenedAgain() {
        store().write(List.of(new SavePublication(publication("p1", ALICE))));
        reopen();
        assertThat(store().load(ALICE).orElseThrow().publications()).containsExactly(publication("p1", ALICE));
    }

    @Test
    void aDatabaseThatIsNotThereIsRefusedInOneLine() throws IOException {
        String mysql = "jdbc:mysql://127.0.0.1:" + freePort() + "/presence";
        refused(mysql + "?password=secret", "cannot open the database " + mysql + ": ");
        refused("jdbc:h2:file:relative", "cannot open the database jdbc:h2:file:relative: ");
        refused("jdbc:postgresql://localhost/presence", "db_url must begin with jdbc:h2:");
        refused("nonsense", "db_url must begin with jdbc:h2:");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void refused(String url, String message) {
        assertThatThrownBy(() -> StorageFixtures.open(StorageFixtures.settings(url)))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aTableNameThatWouldNeedQuotesIsRefused() {
        Tables tables = new Tables("a; drop table b", "active_watchers", "watchers");
        StorageSettings settings = StorageFixtures.settings("jdbc:h2:mem:quotes", tables);
        assertThatThrownBy(() -> StorageFixtures.open(settings))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("a; drop table b");
    }
}
