package org.sippresence.xcap.client;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.MalformedRulesException;
import org.sippresence.xcap.client.DocumentResponse.Absent;
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.DocumentResponse.Found;

/**
 * One document of the server and what is known of it. A failure changes nothing of that. At most one request for it is under
 * way; who asks meanwhile waits for the same answer. Thread-safe.
 *
 * @param <T> what is read from it
 */
final class RemoteDocument<T> {

    /** So that a server that says "not modified" whatever happens is found out in the end. */
    static final int WHOLE_EVERY = 12;

    private final RemoteName name;
    private final Server server;
    private final Reader<T> reader;
    private final Set<FetchFailure> said = EnumSet.noneOf(FetchFailure.class);
    private Optional<Known<T>> known = Optional.empty();
    private Optional<Flight> flight = Optional.empty();
    private Instant landed = Instant.EPOCH;
    private int conditional;

    /** What all documents share. */
    record Server(
            XcapRequests requests,
            RequestThrottle throttle,
            ResponseCounters tally,
            FailureLog warnings,
            Clock clock) {}

    /** Understands a document. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Reads it.
         *
         * @param name of the document, for people
         */
        T read(String name, byte[] body) throws MalformedRulesException;
    }

    /**
     * What was the case at the last answer.
     *
     * @param content empty if there is no such document
     */
    record Known<T>(Optional<T> content, Optional<String> etag) {}

    /** A request under way. */
    private record Flight(RequestThrottle.Ticket ticket, CompletableFuture<Void> landed) {}

    RemoteDocument(RemoteName name, Server server, Reader<T> reader) {
        this.name = name;
        this.server = server;
        this.reader = reader;
    }

    /** Empty before the first answer. */
    synchronized Optional<Known<T>> known() {
        return known;
    }

    /** Whether the server has answered, or not answered, after that time. */
    synchronized boolean wasAskedAfter(Instant time) {
        return landed.isAfter(time);
    }

    /** Asks the server; completes, never exceptionally, when it has answered or not. */
    CompletableFuture<Void> ask(RequestPriority urgency) {
        Flight mine;
        synchronized (this) {
            if (flight.isPresent()) {
                mine = flight.get();
                if (urgency == RequestPriority.AWAITED) {
                    mine.ticket().hurry();
                }
                return mine.landed();
            }
            mine = new Flight(
                    server.throttle().ticket(urgency, () -> server.requests().get(name, etag())),
                    new CompletableFuture<>());
            flight = Optional.of(mine);
        }
        CompletableFuture<Void> unused = mine.ticket().answer().thenAccept(answer -> land(mine, answer));
        server.throttle().enter(mine.ticket());
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

    private void land(Flight landing, DocumentResponse answer) {
        Optional<Known<T>> news = Optional.empty();
        DocumentResponse understood = answer;
        try {
            news = news(answer);
        } catch (MalformedRulesException e) {
            understood = new Failed(FetchFailure.UNREADABLE, e.getMessage());
        }
        server.tally().count(understood);
        synchronized (this) {
            flight = Optional.empty();
            landed = server.clock().instant();
            known = news.or(() -> known);
            if (understood instanceof Failed failed) {
                server.warnings().failed(name.uri(), failed, said);
            } else {
                server.warnings().answered(name.uri(), said);
            }
        }
        landing.landed().complete(null);
    }

    /** Empty if it changes nothing of what is known. */
    private Optional<Known<T>> news(DocumentResponse answer) throws MalformedRulesException {
        if (answer instanceof Found found) {
            T content = reader.read(name.file(), found.body().bytes());
            return Optional.of(new Known<>(Optional.of(content), found.etag()));
        }
        return answer instanceof Absent
                ? Optional.of(new Known<>(Optional.empty(), Optional.empty()))
                : Optional.empty();
    }
}
