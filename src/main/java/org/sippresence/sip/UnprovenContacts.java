package org.sippresence.sip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sippresence.sip.JainTransactions.End;
import org.sippresence.sip.JainTransactions.Outgoing;

/**
 * Holds relayed messages back from hosts that never answered over UDP, so that nobody has a third party flooded by registering
 * it: one is in flight for each address, and 64 to host names, repeated three times at most; the others wait for its answer.
 * Thread-safe.
 */
final class UnprovenContacts {

    /** Before the fourth repetition (RFC 3261 section 17.1.2.2), which would come after 7.5 s. */
    private static final Duration PATIENCE = Duration.ofMillis(7_400);

    /** Whoever sent the message has had an answer by then. */
    private static final long STALE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int WAITING_EACH = 20;
    private static final int NAMES = 64;

    private final UnprovenTargets targets;
    private final Sender sender;
    private final LongSupplier nanos;

    /** Those who wait for the answer to the message that is in flight to an address, or to names of one place. */
    private final ConcurrentHashMap<String, Deque<Held>> places = new ConcurrentHashMap<>();

    /** Sends requests. */
    interface Sender {

        /** Sends without waiting and repeats it for so long; its end is told exactly once. */
        void send(Outgoing request, Duration patience, Consumer<End> end);
    }

    private record Held(String host, Outgoing request, Consumer<End> end, long since) {}

    /** @param nanos the time */
    UnprovenContacts(UnprovenTargets targets, Sender sender, LongSupplier nanos) {
        this.targets = targets;
        this.sender = sender;
        this.nanos = nanos;
    }

    /** Whether requests to a host over UDP are to be sent by {@link #send}. */
    boolean isUnproven(String host) {
        return !targets.isProven(host);
    }

    /** Sends a request now, or when the host has answered another one; one too many ends as not sent. */
    void send(String host, Outgoing request, Consumer<End> end) {
        Held held = new Held(host, request, end, nanos.getAsLong());
        boolean[] first = {false};
        boolean[] queued = {false};
        String place = place(host);
        places.compute(place, (key, queue) -> {
            if (queue == null) {
                first[0] = places.size() < targets.most();
                return first[0] ? new ArrayDeque<>(1) : null;
            }
            queued[0] = queue.size() < WAITING_EACH;
            if (queued[0]) {
                queue.add(held);
            }
            return queue;
        });
        if (first[0]) {
            probe(place, held);
        } else if (!queued[0]) {
            end.accept(new End.NotSent("the host has not answered yet"));
        }
    }

    /** Names are put together, because many may be of one address. */
    private static String place(String host) {
        return UnprovenTargets.isAddress(host) ? host : "name " + Math.floorMod(host.hashCode(), NAMES);
    }

    private void probe(String place, Held held) {
        sender.send(held.request, PATIENCE, how -> {
            if (how instanceof End.Answered) {
                targets.answered(held.host);
            }
            held.end.accept(how);
            next(place);
        });
    }

    private void next(String place) {
        Optional<Held> next = poll(place);
        while (next.isPresent()) {
            Held held = next.get();
            if (nanos.getAsLong() - held.since >= STALE_NANOS) {
                held.end.accept(new End.TimedOut());
            } else if (isUnproven(held.host)) {
                probe(place, held);
                return;
            } else {
                sender.send(held.request, JainTransactions.PATIENCE, held.end);
            }
            next = poll(place);
        }
    }

    /** The next one of a place, which is forgotten if there is none. */
    private Optional<Held> poll(String place) {
        List<Held> next = new ArrayList<>(1);
        places.computeIfPresent(place, (key, queue) -> {
            if (queue.isEmpty()) {
                return null;
            }
            next.add(queue.remove());
            return queue;
        });
        return next.stream().findFirst();
    }
}
