package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.TestBed;

/** Random operations with a memory that is much too small, held against a simple model; every seed is printed on failure. */
final class RandomOperationsTest {

    private static final int PRESENTITIES = 1_000;
    private static final Limits TINY = new Limits(10, true, false);

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    private TestBed bed() {
        return TestBed.plan()
                .store(store)
                .clock(new MutableClock(NOON))
                .limits(TINY)
                .lanes(4)
                .start();
    }

    private static Aor presentity(int i) {
        return new Aor("sip:u" + i + "@example.org");
    }

    /** What one presentity should hold. */
    private record Model(Map<String, Publication> publications, Map<String, Subscription> subscriptions) {

        Model() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        Model copy() {
            return new Model(new LinkedHashMap<>(publications), new LinkedHashMap<>(subscriptions));
        }
    }

    /** One random change, done to the model and to a turn alike. */
    private static CompletableFuture<Boolean> change(TestBed bed, Model model, int who, Random random, int step) {
        Aor presentity = presentity(who);
        String id = who + "-" + random.nextInt(3);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        int kind = random.nextInt(6);
        Publication publication = StoredFixtures.modified(StoredFixtures.publication(id, presentity), "e" + step, NOON)
                .receivedAt(NOON.plusNanos(1000L * step));
        Subscription subscription = StoredFixtures.subscription(id, presentity);
        switch (kind) {
            case 0, 1, 2 -> model.publications().put(id, publication);
            case 3 -> model.publications().remove(id);
            case 4 -> model.subscriptions().put(id, subscription);
            default -> model.subscriptions().remove(id);
        }
        bed.presentities.execute(
                presentity,
                transaction -> {
                    switch (kind) {
                        case 0, 1, 2 -> transaction.publications().save(publication);
                        case 3 -> transaction.publications().remove(publication);
                        case 4 -> transaction.subscriptions().save(subscription);
                        default -> transaction.subscriptions().remove(subscription);
                    }
                    transaction.onCommit(later -> done.complete(true));
                    transaction.onFailure(() -> done.complete(false));
                },
                failure -> done.complete(false));
        return done;
    }

    private static CompletableFuture<Model> state(TestBed bed, int who) {
        CompletableFuture<Model> state = new CompletableFuture<>();
        bed.presentities.execute(
                presentity(who),
                transaction -> {
                    Model model = new Model();
                    transaction
                            .publications()
                            .publications(EventName.PRESENCE)
                            .forEach(each -> model.publications().put(each.id(), each));
                    for (Subscription each : transaction.subscriptions().subscriptions()) {
                        model.subscriptions().put(each.id(), each);
                        boolean indexed = transaction
                                .subscriptions()
                                .find(each.dialog().id())
                                .filter(each::equals)
                                .isPresent();
                        if (!indexed) {
                            state.completeExceptionally(new AssertionError("no index entry for " + each.id()));
                        }
                    }
                    state.complete(model);
                },
                state::completeExceptionally);
        return state;
    }

    @Test
    void everyTurnSeesExactlyWhatTheTurnsBeforeItDid() {
        long seed = 20261122;
        Random random = new Random(seed);
        Map<Integer, Model> models = new HashMap<>();
        try (TestBed bed = bed()) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int step = 0; step < 30_000; step++) {
                // some presentities are busy, so that they are evicted while their writes are under way
                int who = random.nextInt(3) == 0 ? random.nextInt(15) : random.nextInt(PRESENTITIES);
                Model model = models.computeIfAbsent(who, key -> new Model());
                all.add(change(bed, model, who, random, step));
                Model expected = model.copy();
                String what = "seed " + seed + " step " + step;
                all.add(state(bed, who)
                        .thenAccept(actual -> assertThat(actual).as(what).isEqualTo(expected)));
                if (all.size() > 2_000) {
                    all.forEach(TestBed::get);
                    all.clear();
                }
            }
            all.forEach(TestBed::get);
            bed.settle();
            assertThat(bed.presentities.gauges()).containsEntry("presentities_in_memory", 10L);
        }
        models.forEach(
                (who, model) -> assertThat(stored(who)).as("seed %d", seed).isEqualTo(model));
    }

    private Model stored(int who) {
        Model model = new Model();
        store.stored(presentity(who)).ifPresent(snapshot -> {
            snapshot.publications().forEach(each -> model.publications().put(each.id(), each));
            snapshot.subscriptions()
                    .forEach(each ->
                            model.subscriptions().put(each.subscription().id(), each.subscription()));
        });
        return model;
    }

    @Test
    void whateverTheDatabaseRefusesAcknowledgedWritesAreThereAndMemoryEqualsTheStore() {
        for (long seed = 1; seed <= 5; seed++) {
            failingDatabase(seed);
        }
    }

    /** Each publication is written once, so it is in the store if and only if it was acknowledged. */
    private void failingDatabase(long seed) {
        Random random = new Random(seed);
        store.failSometimes(15, seed);
        Map<String, CompletableFuture<Boolean>> written = new LinkedHashMap<>();
        try (TestBed bed = bed()) {
            for (int step = 0; step < 4_000; step++) {
                Aor presentity = presentity(random.nextInt(60));
                String id = seed + "-" + step;
                CompletableFuture<Boolean> done = new CompletableFuture<>();
                bed.presentities.execute(
                        presentity,
                        transaction -> {
                            transaction.publications().save(StoredFixtures.publication(id, presentity));
                            transaction.onCommit(later -> done.complete(true));
                            transaction.onFailure(() -> done.complete(false));
                        },
                        failure -> done.complete(false));
                written.put(id, done);
                if (random.nextInt(20) == 0) {
                    boolean ignored = TestBed.get(done);
                }
            }
            Set<String> acknowledged = new HashSet<>();
            written.forEach((id, done) -> {
                if (TestBed.get(done)) {
                    acknowledged.add(id);
                }
            });
            store.failSometimes(0, seed);
            bed.settle();
            assertThat(acknowledged).as("seed %d", seed).isNotEmpty().hasSizeLessThan(written.size());
            Set<String> stored = new HashSet<>();
            for (int who = 0; who < 60; who++) {
                Model expected = stored(who);
                assertThat(TestBed.get(state(bed, who))).as("seed %d", seed).isEqualTo(expected);
                stored.addAll(expected.publications().keySet());
            }
            assertThat(stored.stream().filter(id -> id.startsWith(seed + "-")).collect(Collectors.toSet()))
                    .as("seed %d", seed)
                    .isEqualTo(acknowledged);
        }
    }
}
