package org.sippresence.xcap.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.sippresence.xcap.client.DocumentResponse.Failed;

/**
 * Limits the rate of requests per second and the number of concurrent requests. Other requests wait in two queues, at most
 * 10,000 in each; requests with a waiting caller go first. Thread-safe.
 */
final class RequestThrottle {

    static final int MAX_WAITING = 10_000;
    static final int MAX_CONCURRENT = 256;

    private final Map<RequestPriority, Queue<Ticket>> waiting = new EnumMap<>(RequestPriority.class);
    private final Clock clock;
    private final int perSecond;
    private double tokens;
    private Instant refilled;
    private int running;

    RequestThrottle(Clock clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.refilled = clock.instant();
        for (RequestPriority each : RequestPriority.values()) {
            waiting.put(each, new ArrayDeque<>());
        }
    }

    /** A queued or started request. */
    final class Ticket {

        private final CompletableFuture<DocumentResponse> response = new CompletableFuture<>();
        private final Supplier<CompletableFuture<DocumentResponse>> request;
        private RequestPriority priority;
        private boolean started;

        private Ticket(Supplier<CompletableFuture<DocumentResponse>> request, RequestPriority priority) {
            this.request = request;
            this.priority = priority;
        }

        CompletableFuture<DocumentResponse> response() {
            return response;
        }

        /** Raises the priority: a caller now waits for the response. */
        void raisePriority() {
            synchronized (RequestThrottle.this) {
                if (!started && priority == RequestPriority.ROUTINE) {
                    priority = RequestPriority.AWAITED; // the entry in the old queue is skipped
                    waiting.get(priority).add(this);
                }
            }
        }

        private void run() {
            CompletableFuture<Void> unused = request.get().handle((result, failure) -> {
                done();
                response.complete(failure == null ? result : new Failed(FetchFailure.UNEXPECTED, failure.toString()));
                return null;
            });
        }
    }

    /**
     * Creates a ticket.
     *
     * @param request starts the request, possibly on any thread; must not block
     */
    Ticket ticket(RequestPriority priority, Supplier<CompletableFuture<DocumentResponse>> request) {
        return new Ticket(request, priority);
    }

    /** Starts the request or queues it. Must not be called while holding a lock that requests need. */
    void submit(Ticket ticket) {
        if (!enqueue(ticket)) {
            ticket.response.complete(new Failed(FetchFailure.OVERLOADED, ""));
        }
        startRequests();
    }

    private synchronized boolean enqueue(Ticket ticket) {
        Queue<Ticket> queue = waiting.get(ticket.priority);
        return ticket.started || (queue.size() < MAX_WAITING && queue.add(ticket));
    }

    /** Starts queued requests that the limits permit; called periodically, since permits accrue with time. */
    void startRequests() {
        for (Optional<Ticket> next = next(); next.isPresent(); next = next()) {
            next.get().run();
        }
    }

    private synchronized Optional<Ticket> next() {
        refill();
        if (tokens < 1 || running >= MAX_CONCURRENT) {
            return Optional.empty();
        }
        Optional<Ticket> next = first(RequestPriority.AWAITED).or(() -> first(RequestPriority.ROUTINE));
        next.ifPresent(ticket -> {
            ticket.started = true;
            tokens--;
            running++;
        });
        return next;
    }

    private Optional<Ticket> first(RequestPriority priority) {
        Queue<Ticket> queue = waiting.get(priority);
        while (!queue.isEmpty()) {
            Ticket ticket = queue.remove();
            if (!ticket.started && ticket.priority == priority) {
                return Optional.of(ticket);
            }
        }
        return Optional.empty();
    }

    private void refill() {
        Instant now = clock.instant();
        Duration passed = Duration.between(refilled, now);
        if (!passed.isZero()) {
            double fresh = passed.isNegative() ? 0 : Math.min(passed.toMillis(), 1000) / 1000.0 * perSecond;
            tokens = Math.min(perSecond, tokens + fresh);
            refilled = now;
        }
    }

    private void done() {
        synchronized (this) {
            running--;
        }
        startRequests();
    }

    synchronized int waiting() {
        return waiting.values().stream().mapToInt(Queue::size).sum();
    }

    synchronized int running() {
        return running;
    }
}
