package org.sippresence.sip.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Allows one message in flight for each key; other messages of the key wait until it has finished. Bounded. Thread-safe.
 *
 * @param <K> the destination of messages
 * @param <M> a message that waits
 */
public final class OneInFlight<K, M> {

    private final int maxKeys;
    private final int maxWaitingEach;
    private final int maxWaiting;
    private final ConcurrentHashMap<K, Deque<M>> queues = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** The result of adding a message. */
    public enum Place {
        /** The message is the one in flight: send it. */
        IN_FLIGHT,
        WAITING,
        /** A bound is reached. */
        NONE
    }

    /**
     * @param maxKeys number of keys with a message in flight
     * @param maxWaitingEach number of messages that wait behind one
     * @param maxWaiting number of all messages that wait
     */
    public OneInFlight(int maxKeys, int maxWaitingEach, int maxWaiting) {
        this.maxKeys = maxKeys;
        this.maxWaitingEach = maxWaitingEach;
        this.maxWaiting = maxWaiting;
    }

    public Place add(K key, M message) {
        Place[] place = {Place.NONE};
        queues.compute(key, (same, queue) -> {
            if (queue == null) {
                if (queues.size() >= maxKeys) {
                    return null;
                }
                place[0] = Place.IN_FLIGHT;
                return new ArrayDeque<>(1);
            }
            if (queue.size() < maxWaitingEach && waiting.get() < maxWaiting) {
                place[0] = Place.WAITING;
                waiting.incrementAndGet();
                queue.add(message);
            }
            return queue;
        });
        return place[0];
    }

    /** Ends the message in flight and returns the next one, which is then in flight; empty if none waits. */
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

    /** Removes the key and returns all messages that waited. */
    List<M> drain(K key) {
        Deque<M> queue = queues.remove(key);
        if (queue == null) {
            return List.of();
        }
        waiting.addAndGet(-queue.size());
        return List.copyOf(queue);
    }

    /** The number of keys with a message in flight. */
    int keys() {
        return queues.size();
    }

    /** The number of messages that wait. */
    int waiting() {
        return waiting.get();
    }
}
