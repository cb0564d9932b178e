package org.sippresence.sip.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For each key one message is in flight; others of the same key wait until it is over. Bounded. Thread-safe.
 *
 * @param <K> where messages go
 * @param <M> a message that waits
 */
public final class OneInFlight<K, M> {

    private final Bounds bounds;
    private final ConcurrentHashMap<K, Deque<M>> queues = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * How much there may be.
     *
     * @param keys with a message in flight
     * @param waitingEach messages that wait behind one
     * @param waiting messages that wait altogether
     */
    public record Bounds(int keys, int waitingEach, int waiting) {}

    /** What becomes of a message. */
    public enum Place {
        /** It is the one in flight: send it. */
        IN_FLIGHT,
        WAITING,
        /** There is no room. */
        NONE
    }

    public OneInFlight(Bounds bounds) {
        this.bounds = bounds;
    }

    public Place add(K key, M message) {
        Place[] place = {Place.NONE};
        queues.compute(key, (same, queue) -> {
            if (queue == null) {
                if (queues.size() >= bounds.keys) {
                    return null;
                }
                place[0] = Place.IN_FLIGHT;
                return new ArrayDeque<>(1);
            }
            if (queue.size() < bounds.waitingEach && waiting.get() < bounds.waiting) {
                place[0] = Place.WAITING;
                waiting.incrementAndGet();
                queue.add(message);
            }
            return queue;
        });
        return place[0];
    }

    /** The message in flight is over: the next one takes its place, or nothing is in flight any more. */
    public Optional<M> next(K key) {
        List<M> next = new ArrayList<>(1);
        queues.computeIfPresent(key, (same, queue) -> {
            if (queue.isEmpty()) {
                return null;
            }
            next.add(queue.remove());
            return queue;
        });
        waiting.addAndGet(-next.size());
        return next.stream().findFirst();
    }

    /** Nothing is in flight any more; all that waited. */
    List<M> drain(K key) {
        Deque<M> queue = queues.remove(key);
        if (queue == null) {
            return List.of();
        }
        waiting.addAndGet(-queue.size());
        return List.copyOf(queue);
    }

    /** Keys with a message in flight. */
    int keys() {
        return queues.size();
    }

    /** Messages that wait. */
    int waiting() {
        return waiting.get();
    }
}
