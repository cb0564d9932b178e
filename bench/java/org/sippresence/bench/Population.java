package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Presentities with publications and the watchers of each. Their numbers are the parameters {@code users},
 * {@code watchers} and {@code arriving}.
 */
final class Population {

    static final int EXPIRES = 3_600;

    private static final int STRIDE = 7;

    private final LoadStage stage;
    private final List<LoadPublisher> users;
    private final List<LoadWatcher> watchers;

    private Population(LoadStage stage, List<LoadPublisher> users, List<LoadWatcher> watchers) {
        this.stage = stage;
        this.users = users;
        this.watchers = watchers;
    }

    /** Publishes and subscribes. */
    static Population prepare(LoadStage stage) {
        List<LoadPublisher> users = stage.publishers();
        List<LoadWatcher> watchers = stage.watchers(users);
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("subscribe", watchers, each -> each.subscribe(EXPIRES));
        return new Population(stage, users, watchers);
    }

    List<LoadPublisher> users() {
        return users;
    }

    /** Those who have a publication. */
    List<LoadPublisher> published() {
        return published(users);
    }

    static List<LoadPublisher> published(List<LoadPublisher> users) {
        return users.stream().filter(LoadPublisher::published).toList();
    }

    /** Those who have a subscription. */
    List<LoadWatcher> subscribed() {
        return subscribed(watchers);
    }

    static List<LoadWatcher> subscribed(List<LoadWatcher> watchers) {
        return watchers.stream().filter(LoadWatcher::subscribed).toList();
    }

    /** New watchers of these users, who have not subscribed. */
    List<LoadWatcher> arriving(List<LoadPublisher> watched) {
        List<LoadWatcher> arriving = new ArrayList<>();
        for (int i = 0; i < stage.parameters().integer("arriving"); i++) {
            arriving.add(stage.watcher(watched.get(i * STRIDE % watched.size())));
        }
        return arriving;
    }

    /** Those of them who have a subscription belong to it from now on. */
    void add(List<LoadWatcher> arrived) {
        watchers.addAll(subscribed(arrived));
    }

    /** Ends all subscriptions and publications. */
    void clear() {
        stage.prepare("unsubscribe", subscribed(), each -> each.subscribe(0));
        stage.prepare("remove", published(), LoadPublisher::remove);
    }
}
