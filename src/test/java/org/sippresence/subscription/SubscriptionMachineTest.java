package org.sippresence.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.SubscriptionState.Waiting;

final class SubscriptionMachineTest {

    private static final SubscriptionState PENDING = new Pending();
    private static final SubscriptionState ACTIVE = new Active();
    private static final SubscriptionState WAITING = new Waiting();

    private static SubscriptionState state(String label) {
        return switch (label) {
            case "pending" -> PENDING;
            case "active" -> ACTIVE;
            case "waiting" -> WAITING;
            default -> {
                boolean showsState = label.endsWith("+state");
                yield new Terminated(showsState ? label.substring(0, label.indexOf('+')) : label, showsState);
            }
        };
    }

    @ParameterizedTest(name = "{0} and {1} gives {2}")
    @CsvSource({
        "pending, APPROVED, active",
        "pending, RECONSIDERED, pending",
        "pending, REJECTED, rejected",
        "pending, TIMEOUT, waiting",
        "pending, GIVEUP, giveup",
        "pending, DEACTIVATED, deactivated",
        "pending, NORESOURCE, noresource",
        "active, APPROVED, active",
        "active, RECONSIDERED, pending",
        "active, REJECTED, rejected",
        "active, TIMEOUT, timeout+state",
        "active, GIVEUP, active",
        "active, DEACTIVATED, deactivated",
        "active, NORESOURCE, noresource",
        "waiting, APPROVED, approved",
        "waiting, RECONSIDERED, waiting",
        "waiting, REJECTED, rejected",
        "waiting, TIMEOUT, waiting",
        "waiting, GIVEUP, giveup",
        "waiting, DEACTIVATED, noresource",
        "waiting, NORESOURCE, noresource",
    })
    void eachEventInEachState(String from, SubscriptionEvent event, String to) {
        assertThat(SubscriptionMachine.on(state(from), event)).isEqualTo(state(to));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionEvent.class)
    void nothingLeavesTerminated(SubscriptionEvent event) {
        for (boolean showsState : List.of(true, false)) {
            SubscriptionState terminated = new Terminated("timeout", showsState);
            assertThat(SubscriptionMachine.on(terminated, event)).isSameAs(terminated);
        }
    }

    @Test
    void aRandomWalkEndsAtMostOnceAndShowsStateOnlyIfItWasActive() {
        long seed = 3857;
        Random random = new Random(seed);
        List<SubscriptionEvent> events = List.copyOf(EnumSet.allOf(SubscriptionEvent.class));
        for (int walk = 0; walk < 2_000; walk++) {
            SubscriptionState state = random.nextBoolean() ? PENDING : ACTIVE;
            for (int step = 0; step < 12; step++) {
                SubscriptionState next = SubscriptionMachine.on(state, events.get(random.nextInt(events.size())));
                if (state instanceof Terminated) {
                    assertThat(next).as("seed %d walk %d", seed, walk).isSameAs(state);
                } else if (next instanceof Terminated terminated && terminated.showsState()) {
                    assertThat(state).as("seed %d walk %d", seed, walk).isEqualTo(ACTIVE);
                }
                state = next;
            }
        }
    }

    @Test
    void labelsAreThoseOfTheHeader() {
        assertThat(List.of(PENDING.label(), ACTIVE.label(), WAITING.label(), new Terminated("giveup", false).label()))
                .containsExactly("pending", "active", "waiting", "terminated");
    }
}
