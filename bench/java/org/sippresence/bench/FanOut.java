package org.sippresence.bench;

import java.util.List;

/**
 * Changes of presentities with watchers. {@code inflight} PUBLISHes are in flight at a time, each until its last NOTIFY
 * has arrived.
 */
final class FanOut implements Scenario {

    private static final int EXPIRES = 3_600;

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of("users", "1000", "watchers", "20", "inflight", "20", "seconds", "6");
    }

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers(parameters.integer("users"));
        List<LoadWatcher> watchers = stage.watchers(users, parameters.integer("watchers"));
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("subscribe", watchers, each -> each.subscribe(EXPIRES));
        stage.phase("change")
                .inflight(parameters.integer("inflight"))
                .seconds(parameters.number("seconds"))
                .exact()
                .converging()
                .run(new Rota<>(users, LoadPublisher::busy, LoadPublisher::publish));
        stage.prepare("unsubscribe", watchers, each -> each.subscribe(0));
        stage.prepare("remove", users, LoadPublisher::remove);
    }
}
