package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * All users return at once, as after a power cut: every user registers, publishes and subscribes to {@code watchers}
 * others, as fast as the generator can send, regardless of responses; {@code inflight} only bounds the generator's
 * memory. Dropped requests are retransmitted by RFC 3261 section 17.1.2. It ends when all requests are answered and
 * every watcher has the newest state.
 */
final class SubscribeStorm implements Scenario {

    private static final int EXPIRES = 3_600;

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of("users", "2000", "watchers", "10", "inflight", "100000");
    }

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers(parameters.integer("users"));
        List<LoadRegistrant> phones = stage.registrants(users);
        List<LoadWatcher> watchers = stage.watchers(users, parameters.integer("watchers"));
        int share = parameters.integer("watchers");
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            LoadPublisher user = users.get(i);
            LoadRegistrant phone = phones.get(i);
            all.add(() -> phone.register(EXPIRES));
            all.add(user::publish);
            for (int k = 0; k < share; k++) {
                // watchers of one presentity are users.size() apart: each user watches the next ones
                LoadWatcher watcher = watchers.get(k * users.size() + (i + k + 1) % users.size());
                all.add(() -> watcher.subscribe(EXPIRES));
            }
        }
        stage.each(stage.phase("storm").converging(), all, Runnable::run);
        stage.prepare("unsubscribe", watchers, watcher -> watcher.subscribe(0));
        stage.prepare("remove", users, LoadPublisher::remove);
        stage.prepare("deregister", phones, phone -> phone.register(0));
    }
}
