package org.sippresence.xcap.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Aor;
import org.sippresence.xcap.client.DocumentResponse.Absent;
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.DocumentResponse.Found;
import org.sippresence.xml.MalformedXmlException;

/**
 * One document of the server with its last known content. A failure leaves that unchanged. At most one request is pending;
 * concurrent callers share its response. Thread-safe.
 *
 * @param <T> the parsed form of the document
 */
final class RemoteDocument<T> {

    /** One of this many requests is unconditional, to detect a server that always answers 304. */
    static final int UNCONDITIONAL_EVERY = 12;

    /** A document is not requested again within this time. */
    static final Duration RECENT = Duration.ofSeconds(1);

    private final URI uri;
    private final Server server;
    private final Reader<T> reader;
    private final Set<FetchFailure> logged = EnumSet.noneOf(FetchFailure.class);
    private Optional<Known<T>> known = Optional.empty();
    private Optional<PendingRequest> pending = Optional.empty();
    private Instant lastResponse = Instant.EPOCH;
    private int conditionalRequests;

    /** The state that all documents share. */
    record Server(
            XcapRequests requests,
            RequestThrottle throttle,
            ResponseCounters counters,
            FailureLog failures,
            Clock clock) {

        /** Records that the names of a user's documents cannot be looked up. */
        void nameLookupFailed(Aor user, Throwable failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            Failed failed = new Failed(FetchFailure.UNNAMED, cause.getClass().getSimpleName());
            counters.count(failed);
            failures.failed(user, failed, EnumSet.noneOf(FetchFailure.class));
        }
    }

    /** Parses a document. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Parses the body.
         *
         * @param name the document's display name
         */
        T read(String name, byte[] body) throws MalformedXmlException;
    }

    /**
     * The state at the last response.
     *
     * @param content empty if the document does not exist
     */
    record Known<T>(Optional<T> content, Optional<String> etag) {}

    /** A pending request. */
    private record PendingRequest(RequestThrottle.Ticket ticket, CompletableFuture<Void> completion) {}

    RemoteDocument(URI uri, Server server, Reader<T> reader) {
        this.uri = uri;
        this.server = server;
        this.reader = reader;
    }

    /** Returns the known state; empty before the first response. */
    synchronized Optional<Known<T>> known() {
        return known;
    }

    /** Whether a request has completed, successfully or not, a moment ago. */
    synchronized boolean isRecent() {
        return lastResponse.isAfter(server.clock().instant().minus(RECENT));
    }

    /** Requests the document; completes, never exceptionally, when the request has succeeded or failed. */
    CompletableFuture<Void> request(RequestPriority priority) {
        PendingRequest mine;
        synchronized (this) {
            if (pending.isPresent()) {
                mine = pending.get();
                if (priority == RequestPriority.AWAITED) {
                    mine.ticket().raisePriority();
                }
                return mine.completion();
            }
            mine = new PendingRequest(
                    server.throttle().ticket(priority, () -> server.requests().get(uri, etag())),
                    new CompletableFuture<>());
            pending = Optional.of(mine);
        }
        CompletableFuture<Void> unused = mine.ticket().response().thenAccept(response -> complete(mine, response));
        server.throttle().submit(mine.ticket());
        return mine.completion();
    }

    private String fileName() {
        String path = uri.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private synchronized Optional<String> etag() {
        Optional<String> etag = known.flatMap(Known::etag);
        if (etag.isEmpty() || ++conditionalRequests % UNCONDITIONAL_EVERY == 0) {
            conditionalRequests = 0;
            return Optional.empty();
        }
        return etag;
    }

    private void complete(PendingRequest request, DocumentResponse response) {
        Optional<Known<T>> state = Optional.empty();
        DocumentResponse result = response;
        try {
            state = newState(response);
        } catch (MalformedXmlException e) {
            result = new Failed(FetchFailure.UNREADABLE, e.getMessage());
        }
        server.counters().count(result);
        synchronized (this) {
            pending = Optional.empty();
            lastResponse = server.clock().instant();
            known = state.or(() -> known);
            if (result instanceof Failed failed) {
                server.failures().failed(uri, failed, logged);
            } else {
                server.failures().succeeded(uri, logged);
            }
        }
        request.completion().complete(null);
    }

    /** Returns the new state; empty if the response does not change it. */
    private Optional<Known<T>> newState(DocumentResponse response) throws MalformedXmlException {
        if (response instanceof Found found) {
            T content = reader.read(fileName(), found.body().bytes());
            return Optional.of(new Known<>(Optional.of(content), found.etag()));
        }
        return response instanceof Absent
                ? Optional.of(new Known<>(Optional.empty(), Optional.empty()))
                : Optional.empty();
    }
}
