package org.sippresence.clientsubscription;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.sippresence.model.Aor;

/** One timer whose task runs in a presentity's lane. Used by that lane only. */
final class LaneTimer {

    private final LaneScheduler scheduler;
    private final Aor presentity;
    private Runnable cancellation = () -> {};

    LaneTimer(LaneScheduler scheduler, Aor presentity) {
        this.scheduler = scheduler;
        this.presentity = presentity;
    }

    /** Replaces the pending task; a negative delay counts as zero. */
    void start(Duration delay, Runnable task) {
        cancel();
        Duration positive = Collections.max(List.of(delay, Duration.ZERO));
        cancellation = scheduler.after(positive, () -> scheduler.inLane(presentity, task));
    }

    void cancel() {
        cancellation.run();
    }
}
