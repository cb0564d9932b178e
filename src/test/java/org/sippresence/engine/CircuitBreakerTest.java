package org.sippresence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.engine.CircuitBreaker.State;

final class CircuitBreakerTest {

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger probes = new AtomicInteger();

    @AutoClose
    private final CircuitBreaker breaker = new CircuitBreaker("database", this::probe, Duration.ofMillis(20));

    private void probe() {
        probes.incrementAndGet();
        if (away.get()) {
            throw new OutageException("away");
        }
    }

    @Test
    void aClosedBreakerLetsWorkPassAndProbesNothing() {
        breaker.requireClosed();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(probes).hasValue(0);
        assertThat(breaker.openings()).isZero();
    }

    @Test
    void anOpenBreakerRefusesUntilAProbeSucceeds() {
        away.set(true);
        breaker.open("connection refused");
        breaker.open("connection refused");
        assertThat(breaker.openings()).isEqualTo(1);
        await().until(() -> probes.get() >= 3);
        assertThat(breaker.isClosed()).isFalse();
        assertThatThrownBy(breaker::requireClosed)
                .isInstanceOf(OutageException.class)
                .hasMessageContaining("the database is away");
        away.set(false);
        await().until(breaker::isClosed);
        breaker.requireClosed();
    }
}
