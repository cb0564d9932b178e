package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sippresence.sip.client.OneInFlight.Place;

final class OneInFlightTest {

    private final OneInFlight<String, Integer> messages = new OneInFlight<>(2, 2, 3);

    @Test
    void theOthersOfAKeyFollowInTheirOrder() {
        assertThat(messages.add("a", 1)).isEqualTo(Place.IN_FLIGHT);
        assertThat(messages.add("a", 2)).isEqualTo(Place.WAITING);
        assertThat(messages.add("a", 3)).isEqualTo(Place.WAITING);
        assertThat(messages.next("a")).contains(2);
        assertThat(messages.next("a")).contains(3);
        assertThat(messages.keys()).isEqualTo(1);
        assertThat(messages.next("a")).isEmpty();
        assertThat(messages.keys()).isZero();
        assertThat(messages.waiting()).isZero();
        assertThat(messages.add("a", 4)).isEqualTo(Place.IN_FLIGHT);
    }

    @Test
    void eachOfTheThreeBoundsIsKept() {
        messages.add("a", 1);
        messages.add("b", 1);
        assertThat(messages.add("c", 1)).as("keys").isEqualTo(Place.NONE);
        assertThat(messages.add("a", 2)).isEqualTo(Place.WAITING);
        assertThat(messages.add("a", 3)).isEqualTo(Place.WAITING);
        assertThat(messages.add("a", 4)).as("behind one").isEqualTo(Place.NONE);
        assertThat(messages.add("b", 2)).isEqualTo(Place.WAITING);
        assertThat(messages.add("b", 3)).as("altogether").isEqualTo(Place.NONE);
        assertThat(messages.waiting()).isEqualTo(3);
    }

    @Test
    void drainingGivesAllThatWaitedAndFreesTheKey() {
        messages.add("a", 1);
        messages.add("a", 2);
        messages.add("a", 3);
        assertThat(messages.drain("a")).containsExactly(2, 3);
        assertThat(messages.drain("a")).isEmpty();
        assertThat(messages.waiting()).isZero();
        assertThat(messages.add("a", 4)).isEqualTo(Place.IN_FLIGHT);
    }
}
