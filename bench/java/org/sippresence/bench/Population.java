package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Presentities that have published and the watchers of each, whom something happens to: the scenarios {@code kill} and
 * {@code outage}. As many as the parameters {@code users}, {@code watchers} and {@code arriving} say.
 */
final class Population {

    static final int EXPIRES = 3_600;

    private static final int STRIDE = 7;

    private final Stage stage;
    private final List<Publisher> users;
    private final List<Watcher> watchers;

    private Population(Stage stage, List<Publisher> users, List<Watcher> watchers) {
        this.stage = stage;
        this.users = users;
        this.watchers = watchers;
    }

    /** Publishes and subscribes. */
    static Population prepare(Stage stage) {
        List<Publisher> users = stage.publishers(stage.parameters().integer("users"));
        List<Watcher> watchers = stage.watchers(users, stage.parameters().integer("watchers"));
        stage.prepare("publish", users, Publisher::publish);
        stage.prepare("subscribe", watchers, each -> each.subscribe(EXPIRES));
        return new Population(stage, users, watchers);
    }

    List<Publisher> users() {
        return users;
    }

    /** Those who have a publication. */
    List<Publisher> published() {
        return published(users);
    }

    static List<Publisher> published(List<Publisher> users) {
        return users.stream().filter(Publisher::published).toList();
    }

    /** Those who have a subscription. */
    List<Watcher> subscribed() {
        return subscribed(watchers);
    }

    private static List<Watcher> subscribed(List<Watcher> watchers) {
        return watchers.stream().filter(Watcher::subscribed).toList();
    }

    /** New watchers of these users, who have not subscribed. */
    List<Watcher> arriving(List<Publisher> watched) {
        List<Watcher> arriving = new ArrayList<>();
        for (int i = 0; i < stage.parameters().integer("arriving"); i++) {
            arriving.add(stage.watcher(watched.get(i * STRIDE % watched.size())));
        }
        return arriving;
    }

    /** Those of them who have a subscription belong to it from now on. */
    void add(List<Watcher> arrived) {
        watchers.addAll(subscribed(arrived));
    }

    /** Ends all subscriptions and publications. */
    void clear() {
        stage.prepare("unsubscribe", subscribed(), each -> each.subscribe(0));
        stage.prepare("remove", published(), Publisher::remove);
    }
}
