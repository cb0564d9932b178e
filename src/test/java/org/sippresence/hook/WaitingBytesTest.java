package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WaitingBytesTest {

    @Test
    void whatWaitsOnAllConnectionsHasABoundAndFallsAgain() {
        WaitingBytes waiting = new WaitingBytes(100);
        waiting.add(60);
        waiting.add(40);
        assertThat(waiting.isOverLimit()).isFalse();
        waiting.add(1);
        assertThat(waiting.isOverLimit()).isTrue();
        waiting.add(-41);
        assertThat(waiting.isOverLimit()).isFalse();
        assertThat(waiting.waiting()).isEqualTo(60);
    }
}
