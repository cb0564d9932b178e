package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.xcap.client.Fixtures.NOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sippresence.testkit.MutableClock;
import org.sippresence.xcap.client.Answer.Absent;
import org.sippresence.xcap.client.Answer.Failed;
import org.sippresence.xcap.client.Throttle.Ticket;

final class ThrottleTest {

    private final MutableClock clock = new MutableClock(NOON);
    private final List<String> begun = new ArrayList<>();
    private final List<CompletableFuture<Answer>> running = new ArrayList<>();

    private Ticket enter(Throttle throttle, Urgency urgency, String name) {
        Ticket ticket = throttle.ticket(urgency, () -> {
            begun.add(name);
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            running.add(answer);
            return answer;
        });
        throttle.enter(ticket);
        return ticket;
    }

    private void answerAll() {
        List<CompletableFuture<Answer>> answered = List.copyOf(running);
        running.clear();
        answered.forEach(each -> each.complete(new Absent()));
    }

    @Test
    void noMoreBeginInASecondThanAllowed() {
        Throttle throttle = new Throttle(clock, 3);
        for (int i = 0; i < 10; i++) {
            enter(throttle, Urgency.ROUTINE, "r" + i);
        }
        assertThat(begun).hasSize(3);
        answerAll();
        throttle.pump();
        assertThat(begun).hasSize(3);
        clock.advanceSeconds(1);
        throttle.pump();
        assertThat(begun).hasSize(6);
        clock.advance(Duration.ofHours(1));
        throttle.pump();
        assertThat(begun).hasSize(9);
        assertThat(throttle.waiting()).isEqualTo(1);
    }

    @Test
    void whatSomebodyWaitsForGoesFirst() {
        Throttle throttle = new Throttle(clock, 1);
        enter(throttle, Urgency.ROUTINE, "first");
        enter(throttle, Urgency.ROUTINE, "routine");
        Ticket hurried = enter(throttle, Urgency.ROUTINE, "hurried");
        enter(throttle, Urgency.AWAITED, "awaited");
        hurried.hurry();
        hurried.hurry();
        for (int i = 0; i < 5; i++) {
            clock.advanceSeconds(1);
            throttle.pump();
        }
        assertThat(begun).containsExactly("first", "awaited", "hurried", "routine");
    }

    @Test
    void noMoreRunAtOnceThanConnectionsAreWanted() {
        Throttle throttle = new Throttle(clock, 100_000);
        for (int i = 0; i < Throttle.MOST_AT_ONCE + 5; i++) {
            enter(throttle, Urgency.AWAITED, "r" + i);
        }
        assertThat(begun).hasSize(Throttle.MOST_AT_ONCE);
        answerAll();
        assertThat(begun).hasSize(Throttle.MOST_AT_ONCE + 5);
        assertThat(throttle.running()).isEqualTo(5);
    }

    @Test
    void whatTheQueueDoesNotTakeFailsAtOnce() {
        Throttle throttle = new Throttle(clock, 1);
        for (int i = 0; i <= Throttle.MOST_WAITING; i++) {
            enter(throttle, Urgency.ROUTINE, "r" + i);
        }
        assertThat(enter(throttle, Urgency.ROUTINE, "late").answer())
                .isCompletedWithValue(new Failed(Failure.OVERLOADED, ""));
        assertThat(enter(throttle, Urgency.AWAITED, "awaited").answer()).isNotDone();
    }

    @Test
    void aRequestThatBreaksFreesItsPlace() {
        Throttle throttle = new Throttle(clock, 1);
        Ticket ticket = enter(throttle, Urgency.AWAITED, "r");
        running.get(0).completeExceptionally(new IllegalStateException("broken"));
        assertThat(ticket.answer()).isCompleted();
        assertThat(throttle.running()).isZero();
    }

    @Test
    void aClockThatIsSetBackStopsNobodyForLong() {
        Throttle throttle = new Throttle(clock, 1);
        enter(throttle, Urgency.ROUTINE, "first");
        enter(throttle, Urgency.ROUTINE, "second");
        clock.advance(Duration.ofHours(-1));
        throttle.pump();
        clock.advanceSeconds(1);
        throttle.pump();
        assertThat(begun).containsExactly("first", "second");
    }
}
