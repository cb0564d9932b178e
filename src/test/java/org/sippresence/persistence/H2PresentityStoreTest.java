package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.publication;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.PresentityStoreContract;
import org.sippresence.presentity.Write.SavePublication;

final class H2PresentityStoreTest implements PresentityStoreContract {

    @TempDir
    private Path directory;

    private PresentityStore store;

    @BeforeEach
    void open() {
        store = JpaPresentityStore.open(
                StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("presence")), StorageFixtures.CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public PresentityStore store() {
        return store;
    }

    @Test
    void whatIsWrittenIsThereWhenTheStoreIsOpenedAgain() {
        store.write(List.of(new SavePublication(publication("p1", ALICE))));
        store.close();
        open();
        assertThat(store.load(ALICE).orElseThrow().publications()).containsExactly(publication("p1", ALICE));
    }
}
