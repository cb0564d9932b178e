package org.sippresence.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rejects work after a failure until a probe succeeds. Thread-safe; a check costs one volatile read. */
public final class CircuitBreaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private final String name;
    private final Runnable probe;
    private final Duration pause;
    private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);
    private final AtomicLong openings = new AtomicLong();
    private final ScheduledExecutorService prober;

    /**
     * State of the breaker. CLOSED: work is permitted. OPEN: work is rejected. HALF_OPEN: work is rejected while a probe runs.
     */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /**
     * Creates a closed circuit breaker.
     *
     * @param name the guarded resource, for logs and the thread's name
     * @param probe throws a {@link RuntimeException} while the resource fails; runs on the breaker's own thread
     * @param pause delay between two probes
     */
    public CircuitBreaker(String name, Runnable probe, Duration pause) {
        this.name = Objects.requireNonNull(name, "name");
        this.probe = Objects.requireNonNull(probe, "probe");
        this.pause = Objects.requireNonNull(pause, "pause");
        this.prober = Executors.newSingleThreadScheduledExecutor(DaemonThreads.single(name + "-probe"));
    }

    public boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    public State state() {
        return state.get();
    }

    /** Returns how often the breaker has opened. */
    public long openings() {
        return openings.get();
    }

    /**
     * Checks that work is permitted.
     *
     * @throws OutageException unless the breaker is closed
     */
    public void requireClosed() {
        if (!isClosed()) {
            throw new OutageException("the " + name + " is away");
        }
    }

    /** Opens the breaker after a failure and starts the probes. */
    public void open(String reason) {
        if (state.compareAndSet(State.CLOSED, State.OPEN)) {
            openings.incrementAndGet();
            LOG.warn("the {} is away, requests that need it are refused: {}", name, reason);
            probeLater();
        }
    }

    private void probeLater() {
        try {
            ScheduledFuture<?> unused = prober.schedule(this::probeOnce, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the {} is not probed any more: closed", name);
        }
    }

    private void probeOnce() {
        state.set(State.HALF_OPEN);
        try {
            probe.run();
        } catch (RuntimeException e) {
            LOG.debug("the {} is still away: {}", name, e.toString());
            state.set(State.OPEN);
            probeLater();
            return;
        }
        state.set(State.CLOSED);
        LOG.info("the {} is back", name);
    }

    /** Stops the probes; the state is kept. */
    @Override
    public void close() {
        prober.shutdownNow();
    }
}
