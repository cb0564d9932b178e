package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A working day of users who watch each other, {@code speedup} times as fast as it goes, at the rates that people have: open
 * loop, whatever the server does.
 *
 * <p>From draft-ietf-simple-interdomain-scaling-analysis: one of its cases, in which a user watches 20 others and changes state 3
 * times an hour. From SIMPLEstone (CUCS-023-06): a load that mixes all kinds of requests by a given specification, and is measured
 * as a whole. Assumptions of ours: subscriptions, publications and registrations are refreshed once an hour; users are logged in
 * for 8 hours, so that in each hour one in eight logs in and one logs out; a login is a REGISTER, a PUBLISH and a SUBSCRIBE to each
 * of the others; one in twenty subscriptions is only a look, ended and begun again within the hour; with {@code messages=1} each user
 * gets 2 messages an hour.
 *
 * <p>Each request is of a kind drawn by these rates, with a seed, for the next user in turn.
 */
final class Day implements Scenario {

    private static final int EXPIRES = 3_600;
    private static final double CHANGES = 3;
    private static final double REFRESHES = 1;
    private static final double LOGINS = 1.0 / 8;
    private static final double LOOKS = 1.0 / 20;
    private static final double MESSAGES = 2;
    private static final double SECONDS_PER_HOUR = 3_600;

    @Override
    public String name() {
        return "day";
    }

    @Override
    public Parameters parameters() {
        return Parameters.of(
                "users",
                "2000",
                "watchers",
                "20",
                "inflight",
                "4096",
                "seconds",
                "20",
                "speedup",
                "60",
                "messages",
                "0",
                "seed",
                "1");
    }

    private record Kind(double perUserAndHour, Phase.Source source) {}

    @Override
    public void run(Stage stage) {
        Parameters parameters = stage.parameters();
        List<Publisher> users = stage.publishers(parameters.integer("users"));
        List<Registrant> phones = stage.registrants(users);
        int contacts = parameters.integer("watchers");
        List<Watcher> watchers = stage.watchers(users, contacts);
        stage.prepare("register", phones, phone -> phone.register(EXPIRES));
        stage.prepare("publish", users, Publisher::publish);
        stage.prepare("subscribe", watchers, watcher -> watcher.subscribe(EXPIRES));
        List<Kind> kinds = kinds(stage, new Lists(users, phones, watchers), contacts);
        double perUserAndHour = kinds.stream().mapToDouble(Kind::perUserAndHour).sum();
        double rate = perUserAndHour * users.size() / SECONDS_PER_HOUR * parameters.number("speedup");
        Random random = new Random(parameters.integer("seed"));
        Phase phase = stage.phase("day")
                .inflight(parameters.integer("inflight"))
                .seconds(parameters.number("seconds"))
                .rate(rate)
                .converging();
        describe(phase.meter(), rate, perUserAndHour);
        phase.run(() -> drawn(kinds, random.nextDouble() * perUserAndHour).next());
        stage.prepare("unsubscribe", subscribed(watchers), watcher -> watcher.subscribe(0));
        stage.prepare("remove", published(users), Publisher::remove);
        stage.prepare("deregister", phones, phone -> phone.register(0));
    }

    private record Lists(List<Publisher> users, List<Registrant> phones, List<Watcher> watchers) {}

    /** What is done how often; log-ins and log-outs take turns, so that the number of subscriptions stays about the same. */
    private static List<Kind> kinds(Stage stage, Lists lists, int contacts) {
        Phase.Source refresh =
                new Rota<>(lists.watchers, each -> each.busy() || !each.subscribed(), each -> each.subscribe(EXPIRES));
        Phase.Source end =
                new Rota<>(lists.watchers, each -> each.busy() || !each.subscribed(), each -> each.subscribe(0));
        Phase.Source begin =
                new Rota<>(lists.watchers, each -> each.busy() || each.subscribed(), each -> each.subscribe(EXPIRES));
        Phase.Source register = new Rota<>(lists.phones, Registrant::busy, phone -> phone.register(EXPIRES));
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind(CHANGES + LOGINS, new Rota<>(lists.users, Publisher::unanswered, Publisher::publish)));
        kinds.add(new Kind(
                REFRESHES,
                new Rota<>(lists.users, each -> each.unanswered() || !each.published(), Publisher::refresh)));
        kinds.add(new Kind(REFRESHES + LOGINS, register));
        kinds.add(new Kind(REFRESHES * contacts, refresh));
        kinds.add(new Kind((LOGINS + LOOKS) * contacts, () -> end.next()));
        kinds.add(new Kind((LOGINS + LOOKS) * contacts, () -> begin.next() || refresh.next()));
        if (stage.parameters().integer("messages") > 0) {
            kinds.add(new Kind(MESSAGES, new Rota<>(lists.phones, Registrant::busy, Registrant::message)));
        }
        return kinds;
    }

    private static Phase.Source drawn(List<Kind> kinds, double at) {
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

    private static List<Watcher> subscribed(List<Watcher> watchers) {
        return watchers.stream().filter(Watcher::subscribed).toList();
    }

    private static List<Publisher> published(List<Publisher> users) {
        return users.stream().filter(Publisher::published).toList();
    }
}
