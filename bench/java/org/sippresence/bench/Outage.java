package org.sippresence.bench;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A failure of the server's environment under load, several times in a row: the database is unreachable, the disk is
 * full. The load continues during the failure; requests are answered 2xx, or rejected with 503. Afterwards all
 * acknowledged state must exist: every publication under its entity-tag, every subscription in its dialog, with the
 * newest acknowledged state. A publication with a 503 may have another entity-tag (412), because the outcome of a
 * commit may be unknown.
 */
final class Outage {

    private static final Set<Integer> ANSWERS = Set.of(200, 412, 503);

    private Outage() {}

    static void run(LoadStage stage) {
        String command = stage.options()
                .faultCommand()
                .orElseThrow(
                        () -> new BadArguments("outage needs --fault-command, which returns when the fault is over"));
        Population population = Population.prepare(stage);
        for (int time = 1; time <= stage.parameters().integer("times"); time++) {
            new Fault(stage, time, command).run(population);
        }
        population.clear();
    }

    /** One fault. */
    private static final class Fault {

        private final LoadStage stage;
        private final int number;
        private final String command;
        private CompletableFuture<String> over = new CompletableFuture<>();
        private long begunAt;
        private long endedAt;

        Fault(LoadStage stage, int number, String command) {
            this.stage = stage;
            this.number = number;
            this.command = command;
        }

        /** Afterwards the population contains the arriving watchers that have a subscription. */
        void run(Population population) {
            List<LoadWatcher> arriving = population.arriving(population.users());
            load(population.published(), population.subscribed(), arriving);
            population.add(arriving);
            check(population);
        }

        private void load(List<LoadPublisher> users, List<LoadWatcher> watchers, List<LoadWatcher> arriving) {
            MixedLoad mix = new MixedLoad(users, watchers, arriving);
            long startAt = after(stage.parameters().number("before"));
            LoadPhase phase = stage.phase("load")
                    .rate(stage.parameters().number("rate"))
                    .inflight(4_096)
                    .forgiving();
            phase.until(this::isOver);
            phase.summary(meter -> meter.extra.put("fault_seconds", Meter.rounded((endedAt - begunAt) / 1e9)));
            phase.run(() -> {
                if (begunAt == 0 && System.nanoTime() - startAt >= 0) {
                    begin();
                }
                return mix.next();
            });
            stage.await(over);
            judge(phase.meter());
        }

        private static long after(double seconds) {
            return System.nanoTime() + (long) (seconds * 1e9);
        }

        private void begin() {
            begunAt = System.nanoTime();
            over = Shell.run(command);
        }

        private boolean isOver() {
            if (!over.isDone()) {
                return false;
            }
            if (endedAt == 0) {
                endedAt = System.nanoTime();
            }
            long rest = TimeUnit.SECONDS.toNanos(stage.parameters().integer("after"));
            return System.nanoTime() - endedAt >= rest;
        }

        private void judge(Meter meter) {
            Set<Integer> answers = new TreeSet<>(meter.statuses().keySet());
            answers.removeAll(ANSWERS);
            if (meter.notifyWrong + meter.notifyDuplicate + meter.notifyReordered + meter.timeouts > 0
                    || !answers.isEmpty()) {
                stage.results().fault("fault " + number + ": " + meter.faults() + '\n' + meter.wrongSample());
            }
        }

        /** Checks every publication and subscription. */
        private void check(Population population) {
            List<LoadPublisher> known = population.published();
            List<LoadWatcher> watchers = population.subscribed();
            LoadPhase publications = stage.phase("publications");
            publications.meter().extra.put("fault", number);
            stage.each(
                    publications,
                    known.stream().filter(each -> !each.doubtful()).toList(),
                    LoadPublisher::refresh);
            stage.each(
                    stage.phase("doubtful").forgiving(),
                    known.stream().filter(LoadPublisher::doubtful).toList(),
                    LoadPublisher::refresh);
            LoadPhase subscriptions = stage.phase("subscriptions");
            subscriptions.summary(meter -> meter.extra.put("stale", stale(watchers)));
            stage.each(subscriptions, watchers, each -> each.subscribe(Population.EXPIRES));
            if (stale(watchers) > 0) {
                stage.results().fault("fault " + number + ": watchers do not see what was acknowledged");
            }
            stage.phase("change")
                    .inflight(stage.parameters().integer("inflight"))
                    .count(population.users().size())
                    .converging()
                    .run(new RoundRobin<>(population.users(), LoadPublisher::busy, LoadPublisher::publish));
        }

        private static long stale(List<LoadWatcher> watchers) {
            return watchers.stream()
                    .filter(LoadWatcher::subscribed)
                    .filter(each -> each.presentity().published()
                            && each.seen() < each.presentity().acknowledged())
                    .count();
        }
    }
}
