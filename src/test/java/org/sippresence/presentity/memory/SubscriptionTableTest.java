package org.sippresence.presentity.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sippresence.presentity.StoredFixtures;

final class SubscriptionTableTest {

    private final ValueInterner shared = new ValueInterner();

    private CompactSubscription watched(String id) {
        return new CompactSubscription(
                StoredFixtures.subscription(id, StoredFixtures.ALICE),
                SequenceCounter.fresh(),
                shared,
                StoredFixtures.ALICE);
    }

    /** With few different hashes and with many: what is added is found until it is removed. */
    @Test
    void whatIsAddedIsFoundUntilItIsRemoved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int hashes : new int[] {1, 7, 1 << 20}) {
            SubscriptionTable table = new SubscriptionTable(each -> each.idHash() % hashes);
            List<CompactSubscription> model = new ArrayList<>();
            for (int step = 0; step < 3_000; step++) {
                boolean grows = random.nextInt(1_000) < (step < 1_500 ? 700 : 300);
                if (grows) {
                    CompactSubscription added = watched("id" + step);
                    table.add(added);
                    model.add(added);
                } else if (!model.isEmpty()) {
                    CompactSubscription removed = model.remove(random.nextInt(model.size()));
                    assertThat(table.remove(removed)).as("seed %d", seed).isTrue();
                    assertThat(table.remove(removed)).as("seed %d", seed).isFalse();
                }
                if (step % 50 == 0) {
                    assertThat(table.all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model);
                    for (CompactSubscription each : model) {
                        assertThat(table.find(each.idHash() % hashes, found -> found == each))
                                .as("seed %d", seed)
                                .contains(each);
                    }
                }
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
    }

    @Test
    void anEmptyTableHoldsNothing() {
        SubscriptionTable table = new SubscriptionTable(CompactSubscription::idHash);
        CompactSubscription stranger = watched("id");
        assertThat(table.find(0, each -> true)).isEmpty();
        assertThat(table.remove(stranger)).isFalse();
        table.add(stranger);
        table.remove(stranger);
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.all()).isEmpty();
    }

    @Test
    void aTableThatWasFullAndIsEmptyAgainTakesNoRoom() {
        SubscriptionTable table = new SubscriptionTable(CompactSubscription::idHash);
        List<CompactSubscription> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(watched("id" + i));
            table.add(all.get(i));
        }
        all.forEach(table::remove);
        assertThat(table.size()).isZero();
        table.add(all.get(0));
        assertThat(table.all()).containsExactly(all.get(0));
    }
}
