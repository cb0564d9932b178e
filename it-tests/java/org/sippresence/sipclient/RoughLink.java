package org.sippresence.sipclient;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An unreliable path that loses, duplicates or reorders datagrams at random, from a fixed random seed. One instance may
 * serve both directions. Thread-safe.
 */
public final class RoughLink implements Link, AutoCloseable {

    private static final int LATEST_MILLIS = 120;

    private final Random random;
    private final int lost;
    private final int doubled;
    private final int late;
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger disturbed = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(RoughLink::daemon);

    private RoughLink(long seed, int lost, int doubled, int late) {
        this.random = new Random(seed);
        this.lost = lost;
        this.doubled = doubled;
        this.late = late;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rough-link");
        thread.setDaemon(true);
        return thread;
    }

    /** Loses the given percentage of datagrams. */
    public static RoughLink losing(long seed, int percent) {
        return new RoughLink(seed, percent, 0, 0);
    }

    /** Loses nothing, but duplicates a quarter of the datagrams and delays half of them beyond later ones. */
    public static RoughLink shuffling(long seed) {
        return new RoughLink(seed, 0, 25, 50);
    }

    /** Delivers every datagram twice, at once. */
    public static RoughLink doubling() {
        return new RoughLink(0, 0, 100, 0);
    }

    /** Loses only the datagrams requested by {@link #loseNext}. */
    public static RoughLink losingOnDemand() {
        return new RoughLink(0, 0, 0, 0);
    }

    /** Loses the next datagrams. */
    public void loseNext(int number) {
        toLose.set(number);
    }

    /** Number of datagrams lost, delayed or duplicated so far. */
    public int disturbed() {
        return disturbed.get();
    }

    @Override
    public void pass(Runnable arrival) {
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || happens(lost)) {
            disturbed.incrementAndGet();
            return;
        }
        if (happens(doubled)) {
            arrive(arrival);
            disturbed.incrementAndGet();
        }
        arrive(arrival);
    }

    private void arrive(Runnable arrival) {
        if (happens(late)) {
            disturbed.incrementAndGet();
            var unused = timer.schedule(arrival, 1 + random.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
        } else {
            arrival.run();
        }
    }

    private boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
