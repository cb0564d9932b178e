package org.sippresence.presentity.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.presentity.StoredFixtures;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState;

final class MemorySubscriptionsTest {

    private static final List<EventName> EVENTS =
            List.of(EventName.PRESENCE, new EventName("presence.winfo"), new EventName("reg"));
    private static final SubscriptionState ACTIVE = new SubscriptionState.Active();
    private static final SubscriptionState WAITING = new SubscriptionState.Waiting();

    private final ValueInterner shared = new ValueInterner();
    private final MemorySubscriptions held = new MemorySubscriptions();

    private static Subscription subscription(String id, EventName event, SubscriptionState state) {
        Subscription any = StoredFixtures.subscription(id, StoredFixtures.ALICE, state);
        return new Subscription(
                id,
                any.presentity(),
                new EventId(event, ""),
                any.watcher(),
                any.dialog(),
                state,
                any.preferences(),
                any.lifecycle());
    }

    private CompactSubscription watched(Subscription subscription) {
        return new CompactSubscription(subscription, SequenceCounter.fresh(), shared, StoredFixtures.ALICE);
    }

    private static byte[] callId(CompactSubscription watched) {
        return SubscriptionCodec.key(watched.subscription().dialog().id().callId());
    }

    private static List<CompactSubscription> those(List<CompactSubscription> model, EventName event) {
        return model.stream().filter(each -> each.isTo(event)).toList();
    }

    /** Few and very many, of several events, some of which wait for a while: whoever asks finds what is there, and only that. */
    @Test
    void whatIsHeldIsFoundInEveryWay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<CompactSubscription> model = new ArrayList<>();
        for (int step = 0; step < 4_000; step++) {
            int way = random.nextInt(1_000);
            boolean grows = way < (step % 2_000 < 1_000 ? 500 : 250);
            if (grows) {
                EventName event = EVENTS.get(random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2));
                CompactSubscription added =
                        watched(subscription("id" + step, event, random.nextInt(5) == 0 ? WAITING : ACTIVE));
                held.add(added);
                model.add(added);
            } else if (way < 750 && !model.isEmpty()) {
                CompactSubscription removed = model.remove(random.nextInt(model.size()));
                held.remove(removed);
                held.remove(removed);
            } else if (!model.isEmpty()) {
                CompactSubscription changed = model.get(random.nextInt(model.size()));
                SubscriptionState other = changed.isWaiting() ? ACTIVE : WAITING;
                Subscription after = subscription(changed.id(), changed.event(), other);
                held.change(changed, () -> changed.replace(after, shared));
            }
            if (step % 20 == 0) {
                check(model, "seed " + seed + " step " + step);
            }
        }
        for (CompactSubscription each : List.copyOf(model)) {
            held.remove(each);
        }
        check(List.of(), "seed " + seed + " at the end");
    }

    private void check(List<CompactSubscription> model, String where) {
        assertThat(held.size()).as(where).isEqualTo(model.size());
        assertThat(held.isEmpty()).as(where).isEqualTo(model.isEmpty());
        assertThat(held.all()).as(where).containsExactlyInAnyOrderElementsOf(model);
        for (EventName event : EVENTS) {
            assertThat(held.to(event)).as(where).containsExactlyInAnyOrderElementsOf(those(model, event));
        }
        assertThat(held.waiting())
                .as(where)
                .containsExactlyInAnyOrderElementsOf(
                        model.stream().filter(CompactSubscription::isWaiting).toList());
        for (CompactSubscription each : model) {
            assertThat(held.find(each.id())).as(where).contains(each);
            assertThat(held.withCallId(callId(each), found -> true)).as(where).contains(each);
            assertThat(held.withCallId(callId(each), found -> false)).as(where).isEmpty();
        }
        assertThat(held.find("nobody")).as(where).isEmpty();
        assertThat(held.withCallId(SubscriptionCodec.key("nobody"), found -> true))
                .as(where)
                .isEmpty();
        assertThat(held.any(CompactSubscription::isWaiting))
                .as(where)
                .isEqualTo(model.stream().anyMatch(CompactSubscription::isWaiting));
    }

    @Test
    void severalWithTheSameCallIdAreToldApartByWhatElseIsWanted() {
        CompactSubscription wanted = null;
        for (int i = 0; i <= 2 * MemorySubscriptions.FEW; i++) {
            Subscription one = subscription("id" + i, EventName.PRESENCE, ACTIVE);
            Subscription alike = new Subscription(
                    one.id(),
                    one.presentity(),
                    one.event(),
                    one.watcher(),
                    subscription("same", EventName.PRESENCE, ACTIVE).dialog(),
                    one.state(),
                    one.preferences(),
                    one.lifecycle());
            wanted = watched(alike);
            held.add(wanted);
        }
        String last = wanted.id();
        assertThat(held.withCallId(callId(wanted), each -> each.id().equals(last)))
                .contains(wanted);
    }
}
