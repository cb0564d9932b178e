package org.sippresence.xcap.client;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sippresence.xcap.client.Answer.Absent;
import org.sippresence.xcap.client.Answer.Failed;
import org.sippresence.xcap.client.Answer.Found;
import org.sippresence.xcap.client.ParsedRules.Parsed;

/**
 * One document of the server and what is known of it. A failure changes nothing of that. At most one request for it is under
 * way; who asks meanwhile waits for the same answer. Thread-safe.
 */
final class RemoteDocument {

    /** So that a server that says "not modified" whatever happens is found out in the end. */
    static final int WHOLE_EVERY = 12;

    private final RemoteName name;
    private final Server server;
    private final Set<Failure> said = EnumSet.noneOf(Failure.class);
    private Optional<Known> known = Optional.empty();
    private Optional<Flight> flight = Optional.empty();
    private int conditional;

    /** What all documents share. */
    record Server(XcapRequests requests, Throttle throttle, Tally tally, Warnings warnings) {}

    /**
     * What was the case at the last answer.
     *
     * @param rules empty if there is no such document
     */
    record Known(Optional<Parsed> rules, Optional<String> etag) {}

    /** A request under way. */
    private record Flight(Throttle.Ticket ticket, CompletableFuture<Void> landed) {}

    RemoteDocument(RemoteName name, Server server) {
        this.name = name;
        this.server = server;
    }

    /** Empty before the first answer. */
    synchronized Optional<Known> known() {
        return known;
    }

    /** Asks the server; completes, never exceptionally, when it has answered or not. */
    CompletableFuture<Void> ask(Urgency urgency) {
        Flight mine;
        synchronized (this) {
            if (flight.isPresent()) {
                mine = flight.get();
                if (urgency == Urgency.AWAITED) {
                    mine.ticket().hurry();
                }
                return mine.landed();
            }
            mine = new Flight(
                    server.throttle().ticket(urgency, () -> server.requests().get(name, etag())),
                    new CompletableFuture<>());
            flight = Optional.of(mine);
        }
        server.throttle().enter(mine.ticket());
        CompletableFuture<Void> unused = mine.ticket().answer().thenAccept(answer -> land(mine, answer));
        return mine.landed();
    }

    private synchronized Optional<String> etag() {
        Optional<String> etag = known.flatMap(Known::etag);
        if (etag.isEmpty() || ++conditional % WHOLE_EVERY == 0) {
            conditional = 0;
            return Optional.empty();
        }
        return etag;
    }

    private void land(Flight landing, Answer answer) {
        server.tally().count(answer);
        synchronized (this) {
            flight = Optional.empty();
            if (answer instanceof Found found) {
                known = Optional.of(new Known(Optional.of(found.rules()), found.etag()));
            } else if (answer instanceof Absent) {
                known = Optional.of(new Known(Optional.empty(), Optional.empty()));
            }
            if (answer instanceof Failed failed) {
                server.warnings().failed(name.uri(), failed, said);
            } else {
                server.warnings().answered(name.uri(), said);
            }
        }
        landing.landed().complete(null);
    }
}
