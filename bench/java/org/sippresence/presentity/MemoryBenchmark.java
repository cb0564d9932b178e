package org.sippresence.presentity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.presentity.memory.ValueInterner;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.Watcher;

/** Subscriptions in memory: storing, finding, and converting back to records. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryBenchmark {

    private static final int COUNT = 20_000;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final ValueInterner shared = new ValueInterner();
    private final DialogIndex index = new DialogIndex();
    private final List<Subscription> records = new ArrayList<>();
    private final List<CompactSubscription> all = new ArrayList<>();
    private int next;

    /** Before the first measurement. */
    @Setup
    public void prepare() {
        for (int i = 0; i < COUNT; i++) {
            Subscription record = subscription(i);
            CompactSubscription watched =
                    new CompactSubscription(record, SequenceCounter.fresh(), shared, record.presentity());
            records.add(record);
            all.add(watched);
            index.put(watched, record.dialog().id());
        }
    }

    private static Subscription subscription(int number) {
        Aor presentity = new Aor("sip:user" + number % 100 + "@example.org");
        Aor watcher = new Aor("sip:watcher" + number + "@example.org");
        Dialog dialog = new Dialog(
                new DialogId(
                        "f81d4fae-7dec-11d0-a765-" + number + "@192.0.2.17", "tag-of-ours-" + number, "a" + number),
                presentity.uri(),
                watcher.uri(),
                "sip:watcher" + number + "@192.0.2.17:5062;transport=udp",
                List.of(),
                "sip:192.0.2.1:5060;transport=udp",
                "udp",
                number);
        return new Subscription(
                "0123456789a" + number,
                presentity,
                new EventId(EventName.PRESENCE, ""),
                new Watcher(watcher, "", "softphone 3.10"),
                dialog,
                new SubscriptionState.Active(),
                new Preferences(MediaType.PIDF, Optional.empty(), Map.of()),
                new Lifecycle(NOON, NOON.plusSeconds(3_600), SubscriptionEvent.SUBSCRIBED));
    }

    private int next() {
        next = next + 1 == COUNT ? 0 : next + 1;
        return next;
    }

    /** As after a SUBSCRIBE. */
    @Benchmark
    public Object put() {
        int i = next();
        all.get(i).replace(records.get(i), shared);
        return all.get(i);
    }

    /** As for each NOTIFY. */
    @Benchmark
    public Subscription record() {
        CompactSubscription watched = all.get(next());
        Subscription record = watched.subscription();
        watched.close();
        return record;
    }

    /** As for each SUBSCRIBE within a dialog. */
    @Benchmark
    public Optional<Aor> find() {
        return index.presentityOf(records.get(next()).dialog().id());
    }
}
