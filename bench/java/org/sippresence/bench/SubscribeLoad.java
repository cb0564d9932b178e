package org.sippresence.bench;

import java.util.List;

/** SUBSCRIBE to presentities that have published, refreshes, and ends: each with its NOTIFY (RFC 6665 section 4.1). */
final class SubscribeLoad implements Scenario {

    @Override
    public String name() {
        return "subscribe";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of("users", "2000", "watchers", "10", "inflight", "256", "expires", "3600");
    }

    @Override
    public void run(LoadStage stage) {
        List<LoadPublisher> users = stage.publishers(stage.parameters().integer("users"));
        stage.prepare("publish", users, LoadPublisher::publish);
        List<LoadWatcher> watchers = stage.watchers(users, stage.parameters().integer("watchers"));
        int expires = stage.parameters().integer("expires");
        stage.each(stage.phase("subscribe"), watchers, each -> each.subscribe(expires));
        stage.each(stage.phase("refresh"), watchers, each -> each.subscribe(expires));
        stage.each(stage.phase("unsubscribe"), watchers, each -> each.subscribe(0));
        stage.prepare("remove", users, LoadPublisher::remove);
    }
}
