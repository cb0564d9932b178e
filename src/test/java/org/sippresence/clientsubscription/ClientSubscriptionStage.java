package org.sippresence.clientsubscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sippresence.model.Rejection;
import org.sippresence.settings.ClientSubscriptionSettings.Limits;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

/** Client subscriptions and a scripted notifier, with a manual clock. */
public final class ClientSubscriptionStage {

    public final MutableClock clock = new MutableClock(Fixtures.NOON);
    public final ManualSchedule schedule = new ManualSchedule(clock);
    public final ScriptedNotifier notifier = new ScriptedNotifier();
    public final ClientSubscriptions subscriptions;

    public ClientSubscriptionStage() {
        this(new Limits(600, 100, 1000, 100_000));
    }

    ClientSubscriptionStage(Limits limits) {
        subscriptions = new ClientSubscriptions(notifier, schedule, limits, clock, () -> 0.5);
    }

    /** Sends the SUBSCRIBEs of new subscriptions. */
    public void begin() {
        schedule.pass(Duration.ofMillis(100));
    }

    /** Begins, accepts the SUBSCRIBE for 600 seconds and receives the first NOTIFY. */
    public int established(String body) {
        begin();
        notifier.accept(600);
        return notified("active 600", body);
    }

    /** Receives a NOTIFY in the last dialog; returns the status of the response. */
    public int notified(String state, String body) {
        return receive(notifier.notify(state, body));
    }

    /** Receives a NOTIFY; returns the status of the response. */
    int receive(IncomingNotify notify) {
        List<Integer> answers = new ArrayList<>();
        subscriptions.onNotify(
                notify, refused -> answers.add(refused.map(Rejection::status).orElse(200)));
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    /** The number of NOTIFYs with this result. */
    public long count(String kind) {
        return subscriptions.metrics().counts().notifies().getOrDefault(kind, 0L);
    }
}
