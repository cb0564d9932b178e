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
 * One document of the server with its last known content. A failure leaves that unchanged. At most one request is pending;
 * concurrent callers share its response. Thread-safe.
 *
 * @param <T> the parsed form of the document
 */
final class RemoteDocument<T> {

    /** One of this many requests is unconditional, to detect a server that always answers 304. */
    static final int WHOLE_EVERY = 12;

    private final RemoteName name;
    private final Server server;
    private final Reader<T> reader;
    private final Set<FetchFailure> said = EnumSet.noneOf(FetchFailure.class);
    private Optional<Known<T>> known = Optional.empty();
    private Optional<Flight> flight = Optional.empty();
    private Instant landed = Instant.EPOCH;
    private int conditional;

    /** The state that all documents share. */
    record Server(
            XcapRequests requests,
            RequestThrottle throttle,
            ResponseCounters tally,
            FailureLog warnings,
            Clock clock) {}

    /** Parses a document. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Parses the body.
         *
         * @param name the document's display name
         */
        T read(String name, byte[] body) throws MalformedRulesException;
    }

    /**
     * The state at the last response.
     *
     * @param content empty if the document does not exist
     */
    record Known<T>(Optional<T> content, Optional<String> etag) {}

    /** A pending request. */
    private record Flight(RequestThrottle.Ticket ticket, CompletableFuture<Void> landed) {}

    RemoteDocument(RemoteName name, Server server, Reader<T> reader) {
        this.name = name;
        this.server = server;
        this.reader = reader;
    }

    /** Returns the known state; empty before the first response. */
    synchronized Optional<Known<T>> known() {
        return known;
    }

    /** Whether a request has completed, successfully or not, after that time. */
    synchronized boolean wasAskedAfter(Instant time) {
        return landed.isAfter(time);
    }

    /** Requests the document; completes, never exceptionally, when the request has succeeded or failed. */
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

    /** Returns the new state; empty if the response does not change it. */
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
