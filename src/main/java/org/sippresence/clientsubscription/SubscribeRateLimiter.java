package org.sippresence.clientsubscription;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits the number of first SUBSCRIBEs per second, in the order of requests. Thread-safe. */
final class SubscribeRateLimiter {

    private static final long MIN_TICK_MILLIS = 20;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final LaneScheduler scheduler;
    private final Duration tick;
    private final int perTick;

    SubscribeRateLimiter(LaneScheduler scheduler, int perSecond) {
        this.scheduler = scheduler;
        this.tick = Duration.ofMillis(Math.max(MIN_TICK_MILLIS, 1000L / perSecond));
        this.perTick = (int) Math.max(1, perSecond * tick.toMillis() / 1000);
    }

    void add(Runnable start) {
        waiting.add(start);
        if (ticking.compareAndSet(false, true)) {
            Runnable unused = scheduler.after(Duration.ZERO, this::tick);
        }
    }

    private void tick() {
        for (int i = 0; i < perTick; i++) {
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        }
        Runnable unused = scheduler.after(tick, () -> {
            if (!waiting.isEmpty()) {
                tick();
                return;
            }
            ticking.set(false);
            if (!waiting.isEmpty() && ticking.compareAndSet(false, true)) { // added concurrently
                tick();
            }
        });
    }
}
