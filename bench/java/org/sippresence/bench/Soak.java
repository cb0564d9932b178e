package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Changing users over hours at a low rate: publications and subscriptions that are refreshed, removed or left to expire,
 * watchers that stop responding, registrations, messages, rules, and watcher information. Before and after it, when all state
 * has expired, the server's resource usage is measured: it must not have grown. Needs {@code --measure-command}, which prints a name
 * and a number on each line, and {@code --http} and {@code --token} for the rules.
 */
final class Soak {

    /** Time after the last lifetime for timer F, server transactions and sweeps. */
    private static final int SETTLE = 50;

    private Soak() {}

    static void run(LoadStage stage) {
        String measure = stage.options()
                .measureCommand()
                .orElseThrow(
                        () -> new BadArguments("soak needs --measure-command, which prints what the server holds"));
        Clients clients = new Clients(stage);
        clients.rules().permitAll();
        stage.results().print(SoakSamples.title());
        load(stage, clients, "warm-up", stage.parameters().number("warm"));
        ResourceUsage before = usage(stage, clients, measure);
        load(stage, clients, "soak", stage.parameters().number("seconds"));
        ResourceUsage after = usage(stage, clients, measure);
        stage.results().print(before.beside(after));
        List<String> grown = before.grown(after);
        if (!grown.isEmpty()) {
            stage.results().fault("soak: has grown: " + String.join(", ", grown));
        }
    }

    private static void load(LoadStage stage, Clients clients, String name, double seconds) {
        LoadPhase phase = stage.phase(name)
                .rate(stage.parameters().number("rate"))
                .inflight(Integer.MAX_VALUE)
                .seconds(seconds)
                .forgiving();
        Meter meter = phase.meter();
        SoakSamples samples = new SoakSamples(stage, meter);
        phase.run(() -> {
            samples.take();
            return clients.next();
        });
        meter.extra.putAll(clients.results());
        if (meter.notifyWrong + meter.notifyDuplicate + meter.notifyReordered + meter.timeouts + meter.unexpected > 0) {
            stage.results().fault("soak " + name + ": " + meter.faults() + '\n' + meter.wrongSample());
        }
    }

    private static ResourceUsage usage(LoadStage stage, Clients clients, String measure) {
        stage.idle(stage.parameters().number("expires") + SETTLE);
        clients.over();
        return ResourceUsage.parse(stage.await(Shell.run(measure)));
    }

    /** All clients. */
    private static final class Clients {

        private static final int TRIES = 32;
        private static final int WINFO = 20;
        private static final int STEPS_TO_RULES = 200;

        private final Random random;
        private final List<SoakClient> all = new ArrayList<>();
        private final SoakRules rules;
        private int puts;
        private int steps;

        Clients(LoadStage stage) {
            ScenarioParameters parameters = stage.parameters();
            random = new Random(parameters.integer("seed"));
            int expires = parameters.integer("expires");
            List<LoadPublisher> users = stage.publishers();
            for (int i = 0; i < users.size(); i++) {
                LoadPublisher user = users.get(i);
                all.add(new SoakClient.OfPublisher(user, expires));
                all.add(new SoakClient.OfRegistrant(stage.registrant(user), expires));
                for (int k = 0; k < parameters.integer("watchers"); k++) {
                    all.add(new SoakClient.OfWatcher(stage.watcher(user, SoakClient.PRESENCE), expires));
                }
                if (i % WINFO == 0) {
                    all.add(new SoakClient.OfWatcher(stage.watcher(user, SoakClient.winfo(user)), expires));
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

        /** All state has expired. */
        void over() {
            all.forEach(SoakClient::over);
        }

        Map<String, Object> results() {
            return Map.of("rules_put", puts);
        }
    }
}
