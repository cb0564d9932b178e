package org.sippresence.clientsubscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sippresence.model.Rejection;
import org.sippresence.settings.ClientSubscriptionSettings.Limits;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

/** Subscriptions of ours and the other end, with a clock that stands still. */
public final class ClientSubscriptionStage {

    public final MutableClock clock = new MutableClock(Fixtures.NOON);
    public final ManualSchedule schedule = new ManualSchedule(clock);
    public final ScriptedNotifier notifier = new ScriptedNotifier();
    public final ClientSubscriptions upstream = new ClientSubscriptions(
            notifier, schedule, new Limits(600, 100, 1000, 100_000), new ClientSubscriptions.Chance(clock, () -> 0.5));

    /** Lets what was asked for begin. */
    public void begin() {
        schedule.pass(Duration.ofMillis(100));
    }

    /** Begins, accepts the SUBSCRIBE for 600 seconds and brings the first NOTIFY. */
    public int established(String body) {
        begin();
        notifier.accept(600);
        return notified("active 600", body);
    }

    /** A NOTIFY in the last dialog; how it was answered. */
    public int notified(String state, String body) {
        List<Integer> answers = new ArrayList<>();
        upstream.received(
                notifier.notify(state, body),
                refused -> answers.add(refused.map(Rejection::status).orElse(200)));
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    /** NOTIFYs that became of that. */
    public long count(String kind) {
        return upstream.figures().counts().notifies().getOrDefault(kind, 0L);
    }
}
