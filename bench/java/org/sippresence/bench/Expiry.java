package org.sippresence.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the delay between the expiry of a subscription or publication and its NOTIFY. The lifetime starts when the
 * request was sent, so the delay includes the round trip. {@code most}: how long to wait for late NOTIFYs.
 */
final class Expiry {

    private static final long SECOND = 1_000_000_000L;

    private Expiry() {}

    static void run(LoadStage stage) {
        subscriptions(stage);
        publications(stage);
    }

    private static void subscriptions(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        int expires = parameters.integer("expires");
        List<LoadPublisher> users = stage.publishers();
        stage.prepare("publish", users, LoadPublisher::publish);
        List<LoadWatcher> watchers = stage.watchers(users);
        watchers.forEach(LoadWatcher::letExpire);
        stage.prepare("subscribe", watchers, each -> each.subscribe(expires));
        LoadPhase phase = stage.phase("subscriptions").summary(meter -> {
            Histogram late = new Histogram();
            for (LoadWatcher each : watchers) {
                if (each.endedAt() != 0) {
                    late.add(each.endedAt() - each.sentAt() - each.granted() * SECOND);
                }
            }
            addDelays(meter, late, watchers.size());
        });
        phase.seconds(expires + parameters.number("most"))
                .until(() -> watchers.stream().allMatch(each -> each.endedAt() != 0))
                .run(() -> false);
        stage.prepare("remove", users, LoadPublisher::remove);
    }

    private static void publications(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        int expires = parameters.integer("expires");
        List<LoadPublisher> users = stage.publishers();
        Map<LoadWatcher, Long> gone = new HashMap<>();
        WatchedPackage subject = WatchedPackage.presence((notify, watcher) -> {
            if (notify.stamp() < 0) {
                gone.putIfAbsent(watcher, System.nanoTime());
            }
            return true;
        });
        List<LoadWatcher> watchers = users.stream()
                .map(each -> stage.watcher(each, new LoadWatcher.Who("", subject)))
                .toList();
        users.forEach(each -> each.expires(expires));
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("subscribe", watchers, each -> each.subscribe(Population.EXPIRES));
        LoadPhase phase = stage.phase("publications").summary(meter -> {
            Histogram late = new Histogram();
            gone.forEach((watcher, at) -> late.add(
                    at - watcher.presentity().sentAt() - watcher.presentity().granted() * SECOND));
            addDelays(meter, late, watchers.size());
        });
        phase.seconds(expires + parameters.number("most"))
                .until(() -> gone.size() == watchers.size())
                .run(() -> false);
        stage.prepare("unsubscribe", watchers, each -> each.subscribe(0));
    }

    private static void addDelays(Meter meter, Histogram late, int all) {
        meter.notifyExpected += all;
        meter.notifyLost += all - late.count();
        meter.extra.put("late_ms", late.millis());
    }
}
