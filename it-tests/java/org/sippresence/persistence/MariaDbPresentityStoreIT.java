package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.NOON;
import static org.sippresence.presentity.StoredFixtures.counters;
import static org.sippresence.presentity.StoredFixtures.modified;
import static org.sippresence.presentity.StoredFixtures.publication;
import static org.sippresence.presentity.StoredFixtures.subscription;

import ch.vorburger.exec.ManagedProcessException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.presentity.Write;
import org.sippresence.presentity.Write.RemovePublication;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.presentity.Write.SaveSubscription;
import org.sippresence.settings.StorageSettings;

@ExtendWith(MariaDb.class)
final class MariaDbPresentityStoreIT extends JpaPresentityStoreContract implements LeaseContract {

    @Override
    public StorageSettings emptyDatabase() throws SQLException {
        try {
            MariaDb.freshSchema();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
        return StorageFixtures.settings(MariaDb.url());
    }

    @Test
    void aGroupOfWritesIsAStatementForEach32RowsOfATable() throws SQLException {
        List<Write> writes = new ArrayList<>();
        IntStream.range(0, 256).forEach(i -> {
            writes.add(new SavePublication(publication("p" + i, ALICE)));
            writes.add(new SaveSubscription(subscription("s" + i, ALICE), counters(1, 0), 0));
        });
        store().write(writes);
        int before = inserts();
        store().write(writes);
        assertThat(inserts() - before).isEqualTo(2 * 256 / 32);
    }

    private int inserts() throws SQLException {
        List<String> status = rows("show global status like 'Com_insert'");
        return Integer.parseInt(status.get(0).replaceAll("\\D+", ""));
    }

    @Test
    void groupsThatLockTheSameRowsInOppositeOrdersAllGetThrough() {
        List<Write> forwards = new ArrayList<>();
        IntStream.range(0, 60)
                .forEach(i -> forwards.add(
                        new SavePublication(modified(publication("p" + i, ALICE), "e", NOON.plusMillis(i)))));
        List<Write> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> IntStream.range(0, 50).forEach(i -> store().write(forwards)));
        IntStream.range(0, 50).forEach(i -> {
            store().write(backwards);
            store().write(List.of(new RemovePublication(publication("p" + i, ALICE))));
        });
        other.join();
        store().write(forwards);
        assertThat(store().count().publications()).isEqualTo(60);
    }
}
