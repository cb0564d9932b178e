package org.sippresence.clientsubscription;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.sippresence.model.Aor;

/** One timer whose task runs in a presentity's lane. Used by that lane only. */
final class LaneTimer {

    private final WorkScheduler schedule;
    private final Aor presentity;
    private Runnable cancellation = () -> {};

    LaneTimer(WorkScheduler schedule, Aor presentity) {
        this.schedule = schedule;
        this.presentity = presentity;
    }

    /** Replaces the pending task; a negative delay counts as zero. */
    void start(Duration delay, Runnable task) {
        cancel();
        Duration positive = Collections.max(List.of(delay, Duration.ZERO));
        cancellation = schedule.after(positive, () -> schedule.inLane(presentity, task));
    }

    void cancel() {
        cancellation.run();
    }
}
