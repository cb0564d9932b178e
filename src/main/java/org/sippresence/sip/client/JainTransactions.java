package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.hook.ClaimedTransaction;
import org.sippresence.hook.ContainerProviders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client transactions of the container's SIP stack; the dispatcher passes their events to this class. Supports UDP, TCP, TLS and
 * routes; the stack retransmits. Thread-safe.
 */
public final class JainTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JainTransactions.class);
    private static final int MAX_BLOCKED_PEERS = 256;

    /** Longer than timer F, 32 s. */
    public static final Duration TIMEOUT = Duration.ofSeconds(36);

    private static final Duration MAX_START_TIME = Duration.ofSeconds(30);
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final long created = System.nanoTime();
    private final Map<String, SipProvider> providers = new ConcurrentHashMap<>();

    /** In sending order; finished ones at the head are removed each second. */
    private final Queue<Claim> sent = new ConcurrentLinkedQueue<>();

    private final ScheduledExecutorService watch;

    /** Blocks only for name resolution. */
    private final ThreadPoolExecutor datagrams;

    /** May block to connect, or for a peer that does not read. */
    private final Destinations streams = new Destinations(MAX_BLOCKED_PEERS);

    /** A request to be sent. */
    public interface Outgoing {

        /** {@code udp}, {@code tcp} or {@code tls}. */
        String transport();

        /** Host and port of the next hop, which identify the destination. */
        String nextHop();

        /**
         * The literal local address to send from; if the server does not listen on it, any address that listens for the
         * transport.
         */
        String localHost();

        /**
         * Builds the message. Called on a thread that may block for name resolution, after the server listens for the transport.
         */
        SIPRequest build() throws ParseException, SipException, InvalidArgumentException;
    }

    /** The end of a request. */
    public sealed interface End {

        /** A final response. */
        record Answered(SIPResponse response) implements End {}

        /** No final response in time (RFC 3261 section 17.1.2, timer F). */
        record TimedOut() implements End {}

        /** The request could not be sent: no route, refused connection, unresolvable name. */
        record NotSent(String why) implements End {}
    }

    public JainTransactions(int threads) {
        this.datagrams = pool("notify-udp", threads);
        this.watch = Executors.newSingleThreadScheduledExecutor(DaemonThreads.single("notify-watch"));
        ScheduledFuture<?> unused = watch.scheduleWithFixedDelay(this::giveUp, 1, 1, TimeUnit.SECONDS);
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.numbered(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Sends without blocking; {@code end} is called exactly once, on any thread. */
    public void send(Outgoing request, Consumer<End> end) {
        send(request, TIMEOUT, end);
    }

    /** Acts as {@link #send(Outgoing, Consumer)}, but times out after {@code timeout} and then stops the retransmissions. */
    public void send(Outgoing request, Duration timeout, Consumer<End> end) {
        Claim claim = new Claim(end);
        sent.add(claim);
        if (timeout.compareTo(TIMEOUT) < 0) {
            ScheduledFuture<?> unused = watch.schedule(claim::giveUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        queue(request, claim);
    }

    private void queue(Outgoing request, Claim claim) {
        if (request.transport().equals("udp")) {
            datagrams.execute(() -> send(request, claim));
        } else {
            streams.execute(request.nextHop(), () -> send(request, claim));
        }
    }

    private void send(Outgoing request, Claim claim) {
        if (claim.isEnded()) {
            return;
        }
        try {
            Optional<SipProvider> provider = provider(request.transport(), request.localHost());
            if (provider.isEmpty() && isStarting()) {
                ScheduledFuture<?> unused =
                        watch.schedule(() -> queue(request, claim), RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            ClientTransaction transaction = provider.orElseThrow(
                            () -> new SipException("no listening address for " + request.transport()))
                    .getNewClientTransaction(request.build());
            transaction.setApplicationData(claim);
            claim.started(transaction);
            transaction.sendRequest();
        } catch (SipException
                | ParseException
                | InvalidArgumentException
                | RuntimeException e) { // includes faults of the stack
            LOG.debug("to={} outcome=not sent: {}", request.nextHop(), e.toString());
            claim.end(new End.NotSent(String.valueOf(e.getMessage())));
        }
    }

    /** Whether the ports may not be open yet: subscriptions that expired during a downtime are notified before they are. */
    private boolean isStarting() {
        return System.nanoTime() - created < MAX_START_TIME.toNanos();
    }

    private Optional<SipProvider> provider(String transport, String host) {
        String key = transport + ' ' + host;
        SipProvider known = providers.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SipProvider> found = ContainerProviders.find(transport, host)
                .or(() -> ContainerProviders.listening(transport)
                        .flatMap(each -> ContainerProviders.find(transport, each.host())));
        found.ifPresent(provider -> providers.put(key, provider));
        return found;
    }

    /** The number of requests without a final response, and of those that received one within the last second. */
    public long inFlight() {
        return sent.size();
    }

    /** The number of requests that wait for a thread. */
    public int waiting() {
        return datagrams.getQueue().size() + streams.size();
    }

    @Override
    public void close() {
        watch.shutdown();
        datagrams.shutdown();
        streams.close();
    }

    /** Ends requests whose response the stack lost. */
    private void giveUp() {
        long before = System.nanoTime() - TIMEOUT.toNanos();
        Claim oldest;
        while ((oldest = sent.peek()) != null && (oldest.isEnded() || oldest.since - before <= 0)) {
            sent.poll();
            if (!oldest.isEnded()) {
                LOG.warn("the stack lost the end of a transaction");
                oldest.end(new End.NotSent("the stack lost the transaction"));
            }
        }
    }

    /** Marks a client transaction as ours; reports its end once. */
    private static final class Claim implements ClaimedTransaction {

        private final AtomicReference<Consumer<End>> end;
        private final long since = System.nanoTime();

        private final AtomicReference<ClientTransaction> transaction = new AtomicReference<>();

        Claim(Consumer<End> end) {
            this.end = new AtomicReference<>(end);
        }

        void started(ClientTransaction by) {
            transaction.set(by);
        }

        /** Ends the request if it has no response yet, even if it was not sent. */
        void giveUp() {
            if (isEnded()) {
                return;
            }
            end(new End.TimedOut());
            ClientTransaction running = transaction.get();
            if (running != null) {
                try {
                    running.terminate();
                } catch (ObjectInUseException e) {
                    LOG.debug("a transaction cannot be ended: {}", e.toString());
                }
            }
        }

        boolean isEnded() {
            return end.get() == null;
        }

        @Override
        public void answered(ResponseEvent event) {
            if (event.getResponse().getStatusCode() >= 200) {
                end(new End.Answered((SIPResponse) event.getResponse()));
            }
        }

        @Override
        public void timedOut(TimeoutEvent event) {
            end(new End.TimedOut());
        }

        @Override
        public void terminated() {
            end(new End.NotSent("the transport failed"));
        }

        void end(End how) {
            Consumer<End> waiting = end.getAndSet(null);
            if (waiting != null) {
                waiting.accept(how);
            }
        }
    }
}
