package org.sippresence.clientsubscription;

import java.time.Duration;
import org.sippresence.model.Aor;

/** Schedules tasks in lanes and after delays. Thread-safe. */
public interface LaneScheduler {

    /** Queues a task in the lane of a presentity. */
    void inLane(Aor presentity, Runnable task);

    /** Whether the presentity's lane is overloaded and new work should be rejected. */
    boolean isFull(Aor presentity);

    /**
     * Runs a task after a delay, on a thread that must not be blocked.
     *
     * @return cancels the task unless it has started
     */
    Runnable after(Duration delay, Runnable task);
}
