package org.sippresence.sip.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.client.JainTransactions.Outgoing;
import org.sippresence.sip.client.OneInFlight;
import org.sippresence.sip.client.UnprovenTargets;

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
    private final OneInFlight<String, Held> places;

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
        this.places = new OneInFlight<>(new OneInFlight.Bounds(targets.most(), WAITING_EACH, Integer.MAX_VALUE));
    }

    /** Whether requests to a host over UDP are to be sent by {@link #send}. */
    boolean isUnproven(String host) {
        return !targets.isProven(host);
    }

    /** Sends a request now, or when the host has answered another one; one too many ends as not sent. */
    void send(String host, Outgoing request, Consumer<End> end) {
        Held held = new Held(host, request, end, nanos.getAsLong());
        String place = place(host);
        switch (places.add(place, held)) {
            case IN_FLIGHT -> probe(place, held);
            case WAITING -> {} // until the one in flight is over
            default -> end.accept(new End.NotSent("the host has not answered yet"));
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
        Optional<Held> next = places.next(place);
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
            next = places.next(place);
        }
    }
}
