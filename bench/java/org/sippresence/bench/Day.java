package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A working day of users who watch each other, {@code speedup} times as fast as it goes, at the rates that people have: open
 * loop, independent of the server's responses.
 *
 * <p>From draft-ietf-simple-interdomain-scaling-analysis: one of its cases, in which a user watches 20 others and changes state 3
 * times an hour. From SIMPLEstone (CUCS-023-06): a load that mixes all kinds of requests by a given specification, and is measured
 * as a whole. Assumptions of ours: subscriptions, publications and registrations are refreshed once an hour; users are logged in
 * for 8 hours, so that in each hour one in eight logs in and one logs out; a login is a REGISTER, a PUBLISH and a SUBSCRIBE to each
 * of the others; one in twenty subscriptions is only a look, ended and begun again within the hour; with {@code messages=1} each user
 * gets 2 messages an hour.
 *
 * <p>Each request is selected at random by these rates, from a fixed seed, for the next user in rotation.
 */
final class Day {

    private static final double CHANGES = 3;
    private static final double REFRESHES = 1;
    private static final double LOGINS = 1.0 / 8;
    private static final double LOOKS = 1.0 / 20;
    private static final double MESSAGES = 2;
    private static final double SECONDS_PER_HOUR = 3_600;

    private record Kind(double perUserAndHour, LoadPhase.Source source) {}

    private Day() {}

    static void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers();
        List<LoadRegistrant> phones = stage.registrants(users);
        int contacts = parameters.integer("watchers");
        List<LoadWatcher> watchers = stage.watchers(users);
        stage.prepare("register", phones, phone -> phone.register(Population.EXPIRES));
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("subscribe", watchers, watcher -> watcher.subscribe(Population.EXPIRES));
        List<Kind> kinds = kinds(stage, new Lists(users, phones, watchers), contacts);
        double perUserAndHour = kinds.stream().mapToDouble(Kind::perUserAndHour).sum();
        double rate = perUserAndHour * users.size() / SECONDS_PER_HOUR * parameters.number("speedup");
        Random random = new Random(parameters.integer("seed"));
        LoadPhase phase = stage.phase("day")
                .inflight(parameters.integer("inflight"))
                .seconds(parameters.number("seconds"))
                .rate(rate)
                .converging();
        describe(phase.meter(), rate, perUserAndHour);
        phase.run(() -> draw(kinds, random.nextDouble() * perUserAndHour).next());
        stage.prepare("unsubscribe", Population.subscribed(watchers), watcher -> watcher.subscribe(0));
        stage.prepare("remove", Population.published(users), LoadPublisher::remove);
        stage.prepare("deregister", phones, phone -> phone.register(0));
    }

    private record Lists(List<LoadPublisher> users, List<LoadRegistrant> phones, List<LoadWatcher> watchers) {}

    /** The kinds of requests with their rates; log-ins and log-outs alternate, so that the number of subscriptions stays about the same. */
    private static List<Kind> kinds(LoadStage stage, Lists lists, int contacts) {
        LoadPhase.Source refresh = new RoundRobin<>(
                lists.watchers, each -> each.busy() || !each.subscribed(), each -> each.subscribe(Population.EXPIRES));
        LoadPhase.Source end =
                new RoundRobin<>(lists.watchers, each -> each.busy() || !each.subscribed(), each -> each.subscribe(0));
        LoadPhase.Source begin = new RoundRobin<>(
                lists.watchers, each -> each.busy() || each.subscribed(), each -> each.subscribe(Population.EXPIRES));
        LoadPhase.Source register =
                new RoundRobin<>(lists.phones, LoadRegistrant::busy, phone -> phone.register(Population.EXPIRES));
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind(
                CHANGES + LOGINS, new RoundRobin<>(lists.users, LoadPublisher::unanswered, LoadPublisher::publish)));
        kinds.add(new Kind(
                REFRESHES,
                new RoundRobin<>(lists.users, each -> each.unanswered() || !each.published(), LoadPublisher::refresh)));
        kinds.add(new Kind(REFRESHES + LOGINS, register));
        kinds.add(new Kind(REFRESHES * contacts, refresh));
        kinds.add(new Kind((LOGINS + LOOKS) * contacts, () -> end.next()));
        kinds.add(new Kind((LOGINS + LOOKS) * contacts, () -> begin.next() || refresh.next()));
        if (stage.parameters().integer("messages") > 0) {
            kinds.add(
                    new Kind(MESSAGES, new RoundRobin<>(lists.phones, LoadRegistrant::busy, LoadRegistrant::message)));
        }
        return kinds;
    }

    private static LoadPhase.Source draw(List<Kind> kinds, double at) {
        double rest = at;
        for (Kind kind : kinds) {
            rest -= kind.perUserAndHour;
            if (rest < 0) {
                return kind.source;
            }
        }
        return kinds.get(kinds.size() - 1).source;
    }

    private static void describe(Meter meter, double rate, double perUserAndHour) {
        meter.extra.put("offered_rate", Meter.rounded(rate));
        meter.extra.put("requests_per_user_and_hour", Meter.rounded(perUserAndHour));
        meter.extra.put("state_changes_per_user_and_hour", CHANGES);
        meter.extra.put("refreshes_per_hour", REFRESHES);
        meter.extra.put("logins_per_user_and_hour", LOGINS);
        meter.extra.put("looks_per_contact_and_hour", LOOKS);
    }
}
