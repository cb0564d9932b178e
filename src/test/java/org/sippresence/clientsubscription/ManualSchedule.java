package org.sippresence.clientsubscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.sippresence.model.Aor;
import org.sippresence.testkit.MutableClock;

/** Runs tasks in the calling thread; delayed ones when {@link #pass} advances the clock. */
public final class ManualSchedule implements LaneScheduler {

    private final MutableClock clock;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::when).thenComparing(Task::order));
    private long order;
    private boolean full;

    private record Task(Instant when, long order, Runnable work) {}

    public ManualSchedule(MutableClock clock) {
        this.clock = clock;
    }

    @Override
    public void inLane(Aor presentity, Runnable task) {
        task.run();
    }

    @Override
    public boolean isFull(Aor presentity) {
        return full;
    }

    public void full(boolean value) {
        full = value;
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
        Task made = new Task(clock.instant().plus(delay), order++, task);
        tasks.add(made);
        return () -> tasks.remove(made);
    }

    /** Advances the clock and runs the tasks that become due. */
    public void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        Optional<Task> next = due(end);
        while (next.isPresent()) {
            Duration step = Duration.between(clock.instant(), next.get().when());
            clock.advance(step.isNegative() ? Duration.ZERO : step);
            tasks.remove(next.get());
            next.get().work().run();
            next = due(end);
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    private Optional<Task> due(Instant end) {
        return Optional.ofNullable(tasks.peek()).filter(task -> !task.when().isAfter(end));
    }

    /** The number of pending tasks. */
    public int waiting() {
        return tasks.size();
    }
}
