package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.xcap.client.XcapClientFixtures.NOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sippresence.testkit.MutableClock;
import org.sippresence.xcap.client.DocumentResponse.Absent;
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.RequestThrottle.Ticket;

final class RequestThrottleTest {

    private final MutableClock clock = new MutableClock(NOON);
    private final List<String> begun = new ArrayList<>();
    private final List<CompletableFuture<DocumentResponse>> running = new ArrayList<>();

    private Ticket enter(RequestThrottle throttle, RequestPriority priority, String name) {
        Ticket ticket = throttle.ticket(priority, () -> {
            begun.add(name);
            CompletableFuture<DocumentResponse> answer = new CompletableFuture<>();
            running.add(answer);
            return answer;
        });
        throttle.submit(ticket);
        return ticket;
    }

    private void answerAll() {
        List<CompletableFuture<DocumentResponse>> answered = List.copyOf(running);
        running.clear();
        answered.forEach(each -> each.complete(new Absent()));
    }

    @Test
    void noMoreBeginInASecondThanAllowed() {
        RequestThrottle throttle = new RequestThrottle(clock, 3);
        for (int i = 0; i < 10; i++) {
            enter(throttle, RequestPriority.ROUTINE, "r" + i);
        }
        assertThat(begun).hasSize(3);
        answerAll();
        throttle.startRequests();
        assertThat(begun).hasSize(3);
        clock.advanceSeconds(1);
        throttle.startRequests();
        assertThat(begun).hasSize(6);
        clock.advance(Duration.ofHours(1));
        throttle.startRequests();
        assertThat(begun).hasSize(9);
        assertThat(throttle.waiting()).isEqualTo(1);
    }

    @Test
    void whatSomebodyWaitsForGoesFirst() {
        RequestThrottle throttle = new RequestThrottle(clock, 1);
        enter(throttle, RequestPriority.ROUTINE, "first");
        enter(throttle, RequestPriority.ROUTINE, "routine");
        Ticket hurried = enter(throttle, RequestPriority.ROUTINE, "hurried");
        enter(throttle, RequestPriority.AWAITED, "awaited");
        hurried.raisePriority();
        hurried.raisePriority();
        for (int i = 0; i < 5; i++) {
            clock.advanceSeconds(1);
            throttle.startRequests();
        }
        assertThat(begun).containsExactly("first", "awaited", "hurried", "routine");
    }

    @Test
    void noMoreRunAtOnceThanConnectionsAreWanted() {
        RequestThrottle throttle = new RequestThrottle(clock, 100_000);
        for (int i = 0; i < RequestThrottle.MAX_CONCURRENT + 5; i++) {
            enter(throttle, RequestPriority.AWAITED, "r" + i);
        }
        assertThat(begun).hasSize(RequestThrottle.MAX_CONCURRENT);
        answerAll();
        assertThat(begun).hasSize(RequestThrottle.MAX_CONCURRENT + 5);
        assertThat(throttle.running()).isEqualTo(5);
    }

    @Test
    void whatTheQueueDoesNotTakeFailsAtOnce() {
        RequestThrottle throttle = new RequestThrottle(clock, 1);
        for (int i = 0; i <= RequestThrottle.MAX_WAITING; i++) {
            enter(throttle, RequestPriority.ROUTINE, "r" + i);
        }
        assertThat(enter(throttle, RequestPriority.ROUTINE, "late").response())
                .isCompletedWithValue(new Failed(FetchFailure.OVERLOADED, ""));
        assertThat(enter(throttle, RequestPriority.AWAITED, "awaited").response())
                .isNotDone();
    }

    @Test
    void aRequestThatBreaksFreesItsPlace() {
        RequestThrottle throttle = new RequestThrottle(clock, 1);
        Ticket ticket = enter(throttle, RequestPriority.AWAITED, "r");
        running.get(0).completeExceptionally(new IllegalStateException("broken"));
        assertThat(ticket.response()).isCompleted();
        assertThat(throttle.running()).isZero();
    }

    @Test
    void aClockThatIsSetBackStopsNobodyForLong() {
        RequestThrottle throttle = new RequestThrottle(clock, 1);
        enter(throttle, RequestPriority.ROUTINE, "first");
        enter(throttle, RequestPriority.ROUTINE, "second");
        clock.advance(Duration.ofHours(-1));
        throttle.startRequests();
        clock.advanceSeconds(1);
        throttle.startRequests();
        assertThat(begun).containsExactly("first", "second");
    }
}
