package org.sippresence.settings.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sippresence.testkit.MutableClock;

class RepetitionsTest {

    private static final int PERIOD = 60;

    private final LoggerContext context = new LoggerContext();
    private final MutableClock clock = new MutableClock(Instant.ofEpochSecond(1_000_000));
    private final Repetitions repetitions = new Repetitions(clock, Duration.ofSeconds(PERIOD));

    private ILoggingEvent event(String logger, String message) {
        return new LoggingEvent("", context.getLogger(logger), Level.WARN, message, null, null);
    }

    private int admitted(int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += repetitions.admits(event("org.sippresence.A", "again")) ? 1 : 0;
        }
        return admitted;
    }

    private void pass(int seconds) {
        clock.advanceSeconds(seconds);
    }

    @Test
    void troubleThatGoesOnIsOneCountInEachPeriod() {
        assertThat(admitted(10)).isEqualTo(3);
        pass(PERIOD - 1);
        assertThat(repetitions.finished()).isEmpty();
        assertThat(repetitions.millisToNext()).hasValue(1000);
        pass(1);
        assertThat(repetitions.finished()).hasSize(1).first().satisfies(summary -> {
            assertThat(summary.times()).isEqualTo(7);
            assertThat(summary.seconds()).isEqualTo(60);
        });
        for (int minute = 0; minute < 3; minute++) {
            assertThat(admitted(5)).as("written in minute %d", minute).isZero();
            pass(PERIOD);
            assertThat(repetitions.finished())
                    .hasSize(1)
                    .first()
                    .satisfies(summary -> assertThat(summary.times()).isEqualTo(5));
        }
    }

    @Test
    void afterAQuietPeriodTheFirstOnesAreWrittenAgain() {
        assertThat(admitted(4)).isEqualTo(3);
        pass(PERIOD);
        assertThat(repetitions.finished()).hasSize(1);
        assertThat(repetitions.millisToNext()).isEmpty();
        pass(PERIOD);
        assertThat(admitted(4)).isEqualTo(3);
    }

    @Test
    void aPeriodWithoutAnythingLeftOutBeginsAnew() {
        assertThat(admitted(3)).isEqualTo(3);
        pass(PERIOD);
        assertThat(admitted(3)).isEqualTo(3);
        assertThat(repetitions.takeAll()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        assertThat(admitted(4)).isEqualTo(3);
        pass(-100_000);
        assertThat(repetitions.millisToNext().orElseThrow()).isPositive();
        assertThat(repetitions.finished()).hasSize(1);
    }

    @Test
    void kindsAreBoundedAndTheOthersShareOne() {
        int written = 0;
        for (int i = 0; i < 5 * Repetitions.MAX_KINDS; i++) {
            written += repetitions.admits(event("org.example.Logger" + i, "x")) ? 1 : 0;
        }
        assertThat(written).isLessThanOrEqualTo(Repetitions.MAX_KINDS);
        assertThat(repetitions.takeAll())
                .hasSize(1)
                .first()
                .satisfies(summary -> assertThat(summary.times()).isGreaterThan(4L * Repetitions.MAX_KINDS - 100));
        pass(PERIOD);
        assertThat(repetitions.admits(event("org.example.New", "x"))).isTrue();
    }
}
