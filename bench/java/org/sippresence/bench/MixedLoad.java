package org.sippresence.bench;

import java.util.List;

/** Five modifications, two refreshes of subscriptions and one new subscription in turn. */
final class MixedLoad implements LoadPhase.Source {

    private static final int TURNS = 8;
    private static final int MODIFICATIONS = 5;

    private final RoundRobin<LoadPublisher> modifying;
    private final RoundRobin<LoadWatcher> refreshing;
    private final List<LoadWatcher> arriving;
    private int arrived;
    private int turn;

    MixedLoad(List<LoadPublisher> users, List<LoadWatcher> watchers, List<LoadWatcher> arriving) {
        modifying = new RoundRobin<>(users, each -> each.busy() || !each.published(), LoadPublisher::publish);
        refreshing = new RoundRobin<>(
                watchers, each -> each.busy() || !each.subscribed(), each -> each.subscribe(Population.EXPIRES));
        this.arriving = arriving;
    }

    @Override
    public boolean next() {
        turn = (turn + 1) % TURNS;
        if (turn < MODIFICATIONS) {
            return modifying.next();
        }
        if (turn < TURNS - 1 || arrived == arriving.size()) {
            return refreshing.next();
        }
        arriving.get(arrived++).subscribe(Population.EXPIRES);
        return true;
    }
}
