package org.sippresence.bench;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Selects elements in rotation; busy ones are skipped. */
final class RoundRobin<T> implements LoadPhase.Source {

    private static final int TRIES = 64;

    private final List<T> list;
    private final Predicate<T> busy;
    private final Consumer<T> request;
    private int next;

    RoundRobin(List<T> list, Predicate<T> busy, Consumer<T> request) {
        this.list = list;
        this.busy = busy;
        this.request = request;
    }

    @Override
    public boolean next() {
        for (int i = 0; i < Math.min(TRIES, list.size()); i++) {
            T each = list.get(next);
            next = (next + 1) % list.size();
            if (!busy.test(each)) {
                request.accept(each);
                return true;
            }
        }
        return false;
    }
}
