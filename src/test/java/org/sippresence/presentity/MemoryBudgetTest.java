package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.Watcher;

/** Holds what a subscription that does nothing may cost. */
final class MemoryBudgetTest {

    private static final int PRESENTITIES = 20_000;
    private static final int WATCHERS = 5;

    /** The budget is 1,100 bytes with everything in the server; what is held here is about half of that. */
    private static final long MOST = 600;

    /** Everything in memory is counted, presentities, indexes and deadlines too. */
    @Test
    void anIdleSubscriptionTakesWellUnderAKilobyte() {
        long before = used();
        try (Lanes lanes = new Lanes(1);
                Journal<Write> journal = new Journal<>(writes -> {}, Duration.ZERO)) {
            Presentities presentities = new Presentities(
                    Clock.systemUTC(),
                    lanes,
                    journal,
                    new PresentityMemory(generated(), new Limits(2 * PRESENTITIES, true, false)));
            presentities.start();
            long each = (used() - before) / (PRESENTITIES * WATCHERS);
            assertThat(presentities.gauges()).containsEntry("subscriptions_in_memory", (long) PRESENTITIES * WATCHERS);
            presentities.close();
            assertThat(each).as("bytes for each subscription").isBetween(100L, MOST);
        }
    }

    /** The least of several looks: other threads of the tests may hold something for a moment. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static PresentityStore generated() {
        InMemoryPresentityStore nothing = new InMemoryPresentityStore();
        return (PresentityStore) Proxy.newProxyInstance(
                PresentityStore.class.getClassLoader(),
                new Class<?>[] {PresentityStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("loadAll")) {
                        @SuppressWarnings("unchecked")
                        BiConsumer<Aor, StoredPresentity> each = (BiConsumer<Aor, StoredPresentity>) arguments[1];
                        IntStream.range(0, PRESENTITIES).forEach(i -> generate(i, each));
                        return null;
                    }
                    try {
                        return method.invoke(nothing, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void generate(int presentity, BiConsumer<Aor, StoredPresentity> each) {
        Aor aor = new Aor("sip:user" + presentity + "@example.org");
        List<StoredPresentity.Watched> all = IntStream.range(0, WATCHERS)
                .mapToObj(i -> new StoredPresentity.Watched(
                        subscription(aor, presentity * WATCHERS + i), new SequenceNumbers(100, 100)))
                .toList();
        each.accept(aor, new StoredPresentity(List.of(), all, List.of()));
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    /** As it is read from a database: nothing of it is shared with another. */
    private static Subscription subscription(Aor presentity, int number) {
        String watcher = "sip:watcher" + number + "@example.org";
        Dialog dialog = new Dialog(
                new DialogId(
                        "f81d4fae-7dec-11d0-a765-" + number + "@192.0.2.17", "tag-16-octets-" + number, "a" + number),
                copy(presentity.uri()),
                copy(watcher),
                "sip:watcher" + number + "@192.0.2.17:5062;transport=udp",
                List.of(),
                copy("sip:192.0.2.1:5060;transport=udp"),
                copy("udp"),
                number);
        return new Subscription(
                "0123456789a" + number,
                new Aor(copy(presentity.uri())),
                new EventId(new EventName(copy("presence")), ""),
                new Watcher(new Aor(watcher), "", copy("softphone 3.10 (x86_64/linux)")),
                dialog,
                new SubscriptionState.Active(),
                new Preferences(MediaType.PIDF, Optional.empty(), Map.of()),
                new Lifecycle(
                        StoredFixtures.NOON.plusMillis(number),
                        Clock.systemUTC().instant().plusSeconds(3_600 + number),
                        SubscriptionEvent.SUBSCRIBED));
    }
}
