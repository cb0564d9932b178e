package org.sippresence.persistence;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.settings.StorageSettings;

final class H2ForeignAccountStoreTest extends ForeignAccountStoreContract {

    @TempDir
    private static Path directory;

    private static final AtomicInteger EMPTY = new AtomicInteger();

    @Override
    StorageSettings emptyDatabase() {
        return StorageFixtures.settings(
                "jdbc:h2:file:" + directory.resolve("empty" + EMPTY.incrementAndGet()) + ";MODE=MySQL");
    }

    /** OpenSIPS' type, CHAR, has trailing blanks in H2. */
    @Override
    String typeOfTexts() {
        return "varchar";
    }
}
