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

/**
 * Refuses work on something that has failed, until a probe succeeds. Thread-safe; asking costs one volatile read.
 */
public final class CircuitBreaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private final String name;
    private final Runnable probe;
    private final Duration pause;
    private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);
    private final AtomicLong openings = new AtomicLong();
    private final ScheduledExecutorService prober;

    /** CLOSED: work is done. OPEN: it is refused. HALF_OPEN: it is refused and a probe is under way. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /**
     * Begins closed.
     *
     * @param name of what is guarded, for logs and the thread
     * @param probe throws a {@link RuntimeException} while it does not work; runs on a thread of the breaker's own
     * @param pause between two probes
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

    /** How often it has opened. */
    public long openings() {
        return openings.get();
    }

    /**
     * Refuses work.
     *
     * @throws OutageException unless it is closed
     */
    public void requireClosed() {
        if (!isClosed()) {
            throw new OutageException("the " + name + " is away");
        }
    }

    /** Opens because work has failed; probes begin. */
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

    /** Ends the probes; the state stays as it is. */
    @Override
    public void close() {
        prober.shutdownNow();
    }
}
