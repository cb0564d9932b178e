package org.sippresence.clientsubscription;

import java.time.Duration;
import org.sippresence.model.Aor;

/** Where and when work is done. Thread-safe. */
public interface WorkScheduler {

    /** Queues a task in the lane of a presentity. */
    void inLane(Aor whom, Runnable task);

    /** Whether the presentity's lane has so much to do that new work should be refused. */
    boolean isFull(Aor whom);

    /**
     * Runs a task after a delay, on a thread that must not be held up.
     *
     * @return drops the task unless it has begun
     */
    Runnable after(Duration delay, Runnable task);
}
