package org.sippresence.sipclient;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way on which datagrams are lost, come twice or overtake each other, by a seed. The same one may be used for both
 * directions. Safe for use by many threads.
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

    /** Loses so many of a hundred datagrams. */
    public static RoughLink losing(long seed, int percent) {
        return new RoughLink(seed, percent, 0, 0);
    }

    /** Loses nothing, but a quarter comes twice and half of all comes later than what was sent after it. */
    public static RoughLink shuffling(long seed) {
        return new RoughLink(seed, 0, 25, 50);
    }

    /** Everything comes twice, at once. */
    public static RoughLink doubling() {
        return new RoughLink(0, 0, 100, 0);
    }

    /** Loses nothing but what {@link #loseNext} says. */
    public static RoughLink losingOnDemand() {
        return new RoughLink(0, 0, 0, 0);
    }

    /** The next few datagrams are lost. */
    public void loseNext(int number) {
        toLose.set(number);
    }

    /** Datagrams that were lost, came late or twice so far. */
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
