package org.sippresence.bench;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * {@code kill -9} under full load, several times in a row. Afterwards all acknowledged state must exist: every
 * publication under its entity-tag, every subscription in its dialog, with increasing CSeqs and the newest state. A
 * request in flight when the server died is retransmitted and answered by the restarted server. It may have been
 * executed or not; if it was, its entity-tag is unknown and its watchers must see its state.
 */
final class Kill {

    private static final Set<Integer> ANSWERS = Set.of(200, 412);

    private Kill() {}

    static void run(LoadStage stage) {
        String restart = stage.options()
                .restartCommand()
                .orElseThrow(
                        () -> new BadArguments("kill needs --restart-command, which returns when the server serves"));
        Population population = Population.prepare(stage);
        for (int kill = 1; kill <= stage.parameters().integer("kills"); kill++) {
            new Death(stage, kill, restart).run(population);
        }
        population.clear();
    }

    /** One kill of the server. */
    private static final class Death {

        private final LoadStage stage;
        private final int number;
        private final String restart;
        private CompletableFuture<String> started = new CompletableFuture<>();
        private long killedAt;
        private int uncertain;

        Death(LoadStage stage, int number, String restart) {
            this.stage = stage;
            this.number = number;
            this.restart = restart;
        }

        /** Afterwards the population contains the arriving watchers that have a subscription. */
        void run(Population population) {
            List<LoadPublisher> before = population.published();
            List<LoadWatcher> arriving = population.arriving(before);
            load(before, population.subscribed(), arriving);
            population.add(arriving);
            List<LoadPublisher> known = Population.published(before);
            LoadPhase publications = stage.phase("publications");
            publications.meter().extra.put("kill", number);
            publications.meter().extra.put("under_way", uncertain);
            publications.meter().extra.put("counted_unanswered", before.size() - known.size());
            stage.each(publications, known, LoadPublisher::refresh);
            stage.each(
                    stage.phase("subscriptions"), population.subscribed(), each -> each.subscribe(Population.EXPIRES));
            check(population.subscribed());
            stage.phase("change")
                    .inflight(stage.parameters().integer("inflight"))
                    .count(known.size())
                    .converging()
                    .run(new RoundRobin<>(known, LoadPublisher::busy, LoadPublisher::publish));
        }

        private void load(List<LoadPublisher> users, List<LoadWatcher> watchers, List<LoadWatcher> arriving) {
            MixedLoad mix = new MixedLoad(users, watchers, arriving);
            double seconds = stage.parameters().number("seconds");
            long killAt = System.nanoTime() + (long) (seconds * 1e9);
            LoadPhase phase = stage.phase("load")
                    .inflight(stage.parameters().integer("inflight"))
                    .seconds(seconds + 1)
                    .forgiving();
            phase.run(() -> {
                if (killedAt == 0 && System.nanoTime() - killAt >= 0) {
                    kill(users, arriving);
                }
                return killedAt == 0 && mix.next();
            });
            stage.await(started);
            judge(phase.meter());
        }

        private void kill(List<LoadPublisher> users, List<LoadWatcher> arriving) {
            killedAt = System.nanoTime();
            stage.processes()
                    .find("server", "java")
                    .flatMap(ProcessHandle::of)
                    .ifPresent(ProcessHandle::destroyForcibly);
            uncertain = (int) users.stream().filter(LoadPublisher::unanswered).count();
            arriving.stream().filter(LoadWatcher::busy).forEach(LoadWatcher::retire);
            started = Shell.run(restart).thenApply(output -> {
                stage.results()
                        .print("kill " + number + ": " + uncertain + " PUBLISHes under way, serves again after "
                                + (System.nanoTime() - killedAt) / 1_000_000 + " ms");
                return output;
            });
        }

        /** NOTIFYs may be lost with the server; those that arrived must be right, and every request must be answered. */
        private void judge(Meter meter) {
            Set<Integer> answers = new TreeSet<>(meter.statuses().keySet());
            answers.removeAll(ANSWERS);
            if (meter.notifyWrong + meter.notifyDuplicate + meter.notifyReordered + meter.timeouts > 0
                    || !answers.isEmpty()
                    || meter.unexpected > uncertain) {
                stage.results().fault("kill " + number + ": " + meter.faults() + '\n' + meter.wrongSample());
            }
        }

        private void check(List<LoadWatcher> watchers) {
            List<LoadWatcher> stale = watchers.stream()
                    .filter(each -> {
                        LoadPublisher of = each.presentity();
                        return each.seen() < (of.published() ? of.acknowledged() : of.stamp());
                    })
                    .toList();
            if (!stale.isEmpty()) {
                stage.results()
                        .fault("kill " + number + ": " + stale.size() + " watchers do not see what was acknowledged: "
                                + stale.get(0) + " saw " + stale.get(0).seen());
            }
        }
    }
}
