package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Users publish at a steady rate, first alone, then while an {@link Attacker} tries credentials. Nothing of an attacker may be
 * accepted, and nothing of the users refused; with {@code --bind} some of them share the attacker's address. Users who come
 * during the attack, from the first address, answer their first challenge then. Goodput is the rate of the users' requests
 * that were accepted, relative to that before the attack; it must be {@code least}. Needs {@code --digest}.
 */
final class Attack {

    private Attack() {}

    static void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        if (stage.digest().isOff()) {
            throw new BadArguments("attack needs --digest");
        }
        List<LoadPublisher> users = stage.publishers();
        LoadPublisher victim = stage.publisher();
        List<LoadPublisher> arriving = arriving(stage, parameters.integer("arriving"));
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("publish", List.of(victim), LoadPublisher::publish);
        Meter before = steady(stage, "before", users)
                .seconds(parameters.number("before"))
                .run(publishing(users));
        Attacker.Target target = new Attacker.Target(
                stage.options().target(),
                MessageBuffer.text(victim.uri()),
                victim.credentials().authorization("PUBLISH ", victim.uri()),
                parameters.integer("inflight"));
        List<LoadPublisher> all = new ArrayList<>(users);
        all.addAll(arriving);
        try (Attacker attacker = new Attacker(
                target, parameters.integer("sources"), parameters.integer("tries"), parameters.number("speed"))) {
            Thread thread = new Thread(attacker, "attacker");
            thread.setDaemon(true);
            LoadPhase phase = steady(stage, "attack", all).until(attacker::isDone);
            phase.summary(meter -> {
                meter.extra.put("attack_status", new TreeMap<>(attacker.statuses()));
                meter.extra.put("goodput", Meter.rounded(rate(meter) / rate(before)));
            });
            thread.start();
            judge(stage, phase.run(publishing(all)), attacker.statuses());
        }
        stage.prepare("remove", Population.published(all), LoadPublisher::remove);
    }

    /** Users of the sockets with the first address: an attacker's address may have no new users. */
    private static List<LoadPublisher> arriving(LoadStage stage, int number) {
        List<LoadPublisher> arriving = new ArrayList<>();
        for (int i = 0; i < 2 * number; i++) {
            LoadPublisher made = stage.publisher();
            if (stage.wire().isFirstAddress(made.index() % stage.sockets())) {
                arriving.add(made);
            }
        }
        return arriving;
    }

    private static LoadPhase steady(LoadStage stage, String name, List<LoadPublisher> users) {
        return stage.phase(name)
                .rate(stage.parameters().number("rate"))
                .inflight(users.size())
                .forgiving();
    }

    private static LoadPhase.Source publishing(List<LoadPublisher> users) {
        return new RoundRobin<>(users, LoadPublisher::busy, LoadPublisher::publish);
    }

    private static double rate(Meter meter) {
        return Math.max(1, meter.ok) / meter.seconds();
    }

    /** One bad try is accepted: the first with the credentials that are replayed later. */
    private static void judge(LoadStage stage, Meter during, Map<Integer, Long> statuses) {
        long accepted = statuses.entrySet().stream()
                .filter(each -> each.getKey() < 300)
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (accepted > 1) {
            stage.results().fault("attack: " + accepted + " bad tries were accepted: " + statuses);
        }
        double goodput = (double) during.extra.get("goodput");
        if (during.unexpected + during.timeouts > 0
                || goodput < stage.parameters().number("least")) {
            stage.results().fault("attack: goodput " + goodput + " of the users, " + during.faults());
        }
    }
}
