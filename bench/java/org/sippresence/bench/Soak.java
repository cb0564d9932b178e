package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Many hours of users who come and go, at a low rate: publications and subscriptions that are refreshed, removed or left to
 * expire, watchers who fall silent, registrations, messages, rules, and watchers of watchers. Before and after it, when everything
 * has expired, it is measured what the server holds: nothing may have grown. Needs {@code --measure-command}, which prints a name
 * and a number on each line, and {@code --http} and {@code --token} for the rules.
 */
final class Soak implements Scenario {

    private static final int TELL_SECONDS = 60;

    /** What is still under way when the last lifetime is over: timer F, server transactions, and what is swept. */
    private static final int SETTLE = 50;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of(
                "seconds",
                "3600",
                "rate",
                "300",
                "users",
                "1000",
                "watchers",
                "3",
                "expires",
                "60",
                "warm",
                "120",
                "seed",
                "1");
    }

    @Override
    public void run(LoadStage stage) {
        String measure = stage.options()
                .measureCommand()
                .orElseThrow(
                        () -> new BadArguments("soak needs --measure-command, which prints what the server holds"));
        Life life = new Life(stage);
        life.rules().permitAll();
        live(stage, life, "warm-up", stage.parameters().number("warm"));
        LoadSubscriptions before = held(stage, life, measure);
        live(stage, life, "soak", stage.parameters().number("seconds"));
        LoadSubscriptions after = held(stage, life, measure);
        stage.results().say(before.beside(after));
        List<String> grown = before.grown(after);
        if (!grown.isEmpty()) {
            stage.results().fault("soak: has grown: " + String.join(", ", grown));
        }
    }

    private static void live(LoadStage stage, Life life, String name, double seconds) {
        LoadPhase phase = stage.phase(name)
                .rate(stage.parameters().number("rate"))
                .inflight(Integer.MAX_VALUE)
                .seconds(seconds)
                .forgiving();
        Meter meter = phase.meter();
        long[] tellAt = {System.nanoTime() + TimeUnit.SECONDS.toNanos(TELL_SECONDS)};
        phase.run(() -> {
            if (System.nanoTime() - tellAt[0] > 0) {
                tellAt[0] += TimeUnit.SECONDS.toNanos(TELL_SECONDS);
                stage.results().say(name + ": " + meter.requests + " requests, " + meter.faults());
            }
            return life.next();
        });
        meter.extra.putAll(life.figures());
        if (meter.notifyWrong + meter.notifyDuplicate + meter.notifyReordered + meter.timeouts + meter.unexpected > 0) {
            stage.results().fault("soak " + name + ": " + meter.faults() + '\n' + meter.wrongSample());
        }
    }

    private static LoadSubscriptions held(LoadStage stage, Life life, String measure) {
        stage.idle(stage.parameters().number("expires") + SETTLE);
        life.over();
        return LoadSubscriptions.parse(stage.await(Shell.run(measure)));
    }

    /** Everybody, each with a life of their own. */
    private static final class Life {

        private static final int TRIES = 32;
        private static final int WINFO = 20;
        private static final int STEPS_TO_RULES = 200;

        private final Random random;
        private final List<Mortal> all = new ArrayList<>();
        private final SoakRules rules;
        private int puts;
        private int steps;

        Life(LoadStage stage) {
            ScenarioParameters parameters = stage.parameters();
            random = new Random(parameters.integer("seed"));
            int expires = parameters.integer("expires");
            List<LoadPublisher> users = stage.publishers(parameters.integer("users"));
            for (int i = 0; i < users.size(); i++) {
                LoadPublisher user = users.get(i);
                all.add(new Mortal.OfPublisher(user, expires));
                all.add(new Mortal.OfRegistrant(stage.registrant(user), expires));
                for (int k = 0; k < parameters.integer("watchers"); k++) {
                    all.add(new Mortal.OfWatcher(stage.watcher(user, Mortal.PRESENCE), expires));
                }
                if (i % WINFO == 0) {
                    all.add(new Mortal.OfWatcher(stage.watcher(user, Mortal.winfo(user)), expires));
                }
            }
            rules = new SoakRules(new Http(stage), users);
        }

        SoakRules rules() {
            return rules;
        }

        boolean next() {
            steps++;
            if (steps % STEPS_TO_RULES == 0) {
                rules.put(random);
                puts++;
            }
            long now = System.nanoTime();
            for (int i = 0; i < TRIES; i++) {
                if (all.get(random.nextInt(all.size())).step(random, now)) {
                    return true;
                }
            }
            return false;
        }

        /** Everything has expired. */
        void over() {
            all.forEach(Mortal::over);
        }

        Map<String, Object> figures() {
            return Map.of("rules_put", puts);
        }
    }
}
