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
 * Holds back relayed messages to hosts that never answered over UDP, so that a registration cannot be used to flood a third
 * party: one message is in flight for each address, and 64 to host names, with at most three retransmissions; the others wait for
 * its response. Thread-safe.
 */
final class UnprovenContacts {

    /** Ends before the fourth retransmission (RFC 3261 section 17.1.2.2), which would follow after 7.5 s. */
    private static final Duration PROBE_TIMEOUT = Duration.ofMillis(7_400);

    /** The client has received a response by then. */
    private static final long STALE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int WAITING_EACH = 20;
    private static final int NAMES = 64;

    private final UnprovenTargets targets;
    private final Sender sender;
    private final LongSupplier nanos;

    /** Messages that wait for the response to the one in flight to an address, or to the names of one bucket. */
    private final OneInFlight<String, WaitingRequest> places;

    /** Sends requests. */
    interface Sender {

        /** Sends without blocking and retransmits for {@code timeout}; {@code end} is called exactly once. */
        void send(Outgoing request, Duration timeout, Consumer<End> end);
    }

    private record WaitingRequest(String host, Outgoing request, Consumer<End> end, long since) {}

    /** @param nanos the clock, in nanoseconds */
    UnprovenContacts(UnprovenTargets targets, Sender sender, LongSupplier nanos) {
        this.targets = targets;
        this.sender = sender;
        this.nanos = nanos;
        this.places = new OneInFlight<>(targets.maxTargets(), WAITING_EACH, Integer.MAX_VALUE);
    }

    /** Whether requests to a host over UDP must be sent by {@link #send}. */
    boolean isUnproven(String host) {
        return !targets.isProven(host);
    }

    /** Sends a request now, or after the host has answered another one; a request beyond the bounds ends as not sent. */
    void send(String host, Outgoing request, Consumer<End> end) {
        WaitingRequest waiting = new WaitingRequest(host, request, end, nanos.getAsLong());
        String place = place(host);
        switch (places.add(place, waiting)) {
            case IN_FLIGHT -> probe(place, waiting);
            case WAITING -> {} // until the one in flight has ended
            default -> end.accept(new End.NotSent("the host has not answered yet"));
        }
    }

    /** Names share buckets, because many names may have the same address. */
    private static String place(String host) {
        return UnprovenTargets.isAddress(host) ? host : "name " + Math.floorMod(host.hashCode(), NAMES);
    }

    private void probe(String place, WaitingRequest waiting) {
        sender.send(waiting.request, PROBE_TIMEOUT, how -> {
            if (how instanceof End.Answered) {
                targets.answered(waiting.host);
            }
            waiting.end.accept(how);
            next(place);
        });
    }

    private void next(String place) {
        Optional<WaitingRequest> next = places.next(place);
        while (next.isPresent()) {
            WaitingRequest waiting = next.get();
            if (nanos.getAsLong() - waiting.since >= STALE_NANOS) {
                waiting.end.accept(new End.TimedOut());
            } else if (isUnproven(waiting.host)) {
                probe(place, waiting);
                return;
            } else {
                sender.send(waiting.request, JainTransactions.TIMEOUT, waiting.end);
            }
            next = places.next(place);
        }
    }
}
