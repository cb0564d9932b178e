package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;

/** Scenarios of one method each, and of all users at once. */
final class RequestScenarios {

    private RequestScenarios() {}

    /** PUBLISH without watchers: new publications, modifications, refreshes, removals (RFC 3903 section 4). */
    static void publish(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers();
        LoadPidf document = new LoadPidf(parameters.integer("size"), "");
        for (LoadPublisher each : users) {
            each.document(document);
            each.expires(parameters.integer("expires"));
        }
        stage.each(stage.phase("new"), users, LoadPublisher::publish);
        stage.timedPhase("modify").run(new RoundRobin<>(users, LoadPublisher::busy, LoadPublisher::publish));
        stage.timedPhase("refresh").run(new RoundRobin<>(users, LoadPublisher::busy, LoadPublisher::refresh));
        stage.each(stage.phase("remove"), users, LoadPublisher::remove);
    }

    /** SUBSCRIBE to presentities that have published, refreshes, and ends: each with its NOTIFY (RFC 6665 section 4.1). */
    static void subscribe(LoadStage stage) {
        List<LoadPublisher> users = stage.publishers();
        stage.prepare("publish", users, LoadPublisher::publish);
        List<LoadWatcher> watchers = stage.watchers(users);
        int expires = stage.parameters().integer("expires");
        stage.each(stage.phase("subscribe"), watchers, each -> each.subscribe(expires));
        stage.each(stage.phase("refresh"), watchers, each -> each.subscribe(expires));
        stage.each(stage.phase("unsubscribe"), watchers, each -> each.subscribe(0));
        stage.prepare("remove", users, LoadPublisher::remove);
    }

    /**
     * Changes of presentities with watchers. {@code inflight} PUBLISHes are in flight at a time, each until its last
     * NOTIFY has arrived.
     */
    static void fanOut(LoadStage stage) {
        Population population = Population.prepare(stage);
        stage.timedPhase("change")
                .exact()
                .converging()
                .run(new RoundRobin<>(population.users(), LoadPublisher::busy, LoadPublisher::publish));
        population.clear();
    }

    /** REGISTER with one contact for each user: new ones, refreshes, removals (RFC 3261 section 10). */
    static void register(LoadStage stage) {
        int expires = stage.parameters().integer("expires");
        List<LoadRegistrant> phones = stage.registrants(stage.publishers());
        stage.each(stage.phase("register"), phones, phone -> phone.register(expires));
        stage.timedPhase("refresh")
                .run(new RoundRobin<>(phones, LoadRegistrant::busy, phone -> phone.register(expires)));
        stage.each(stage.phase("remove"), phones, phone -> phone.register(0));
    }

    /** MESSAGE to users whose phone is registered and answers (RFC 3428): relayed, and the phone's response returned. */
    static void message(LoadStage stage) {
        List<LoadRegistrant> phones = stage.registrants(stage.publishers());
        stage.prepare("register", phones, phone -> phone.register(Population.EXPIRES));
        stage.timedPhase("message").run(new RoundRobin<>(phones, LoadRegistrant::busy, LoadRegistrant::message));
        stage.prepare("remove", phones, phone -> phone.register(0));
    }

    /**
     * All users return at once, as after a power cut: every user registers, publishes and subscribes to {@code watchers}
     * others, as fast as the generator can send, regardless of responses; {@code inflight} only bounds the generator's
     * memory. Dropped requests are retransmitted by RFC 3261 section 17.1.2. It ends when all requests are answered and
     * every watcher has the newest state.
     */
    static void storm(LoadStage stage) {
        List<LoadPublisher> users = stage.publishers();
        List<LoadRegistrant> phones = stage.registrants(users);
        List<LoadWatcher> watchers = stage.watchers(users);
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            LoadRegistrant phone = phones.get(i);
            all.add(() -> phone.register(Population.EXPIRES));
            all.add(users.get(i)::publish);
            for (int k = 0; k < stage.parameters().integer("watchers"); k++) {
                // watchers of one presentity are users.size() apart: each user watches the next ones
                LoadWatcher watcher = watchers.get(k * users.size() + (i + k + 1) % users.size());
                all.add(() -> watcher.subscribe(Population.EXPIRES));
            }
        }
        stage.each(stage.phase("storm").converging(), all, Runnable::run);
        stage.prepare("unsubscribe", watchers, watcher -> watcher.subscribe(0));
        stage.prepare("remove", users, LoadPublisher::remove);
        stage.prepare("deregister", phones, phone -> phone.register(0));
    }
}
