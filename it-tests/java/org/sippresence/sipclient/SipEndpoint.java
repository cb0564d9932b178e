package org.sippresence.sipclient;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The socket of a SIP user agent: sends requests as client transactions and passes incoming requests to the dialog of
 * their To tag. One UDP socket, one TCP port and one thread serve thousands of dialogs. Thread-safe.
 */
public final class SipEndpoint implements AutoCloseable {

    /** Handles the requests of a dialog; called by the selector thread, must not block. */
    public interface RequestHandler {
        /**
         * Handles a new request and returns how to answer it.
         *
         * @param order increases with each message that this endpoint receives
         */
        AnswerRule received(SipMessage request, long order);

        /** Handles a retransmission of an unanswered request: it stays unanswered by default. */
        default AnswerRule repeated() {
            return AnswerRule.never();
        }
    }

    private static final int REMEMBERED = 20_000;
    private static final byte[] LATER = new byte[0];
    private static final byte[] NEVER = new byte[0];

    private final String host;
    private final TestSocket wire;
    private final boolean retransmits;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(SipEndpoint::daemon);
    private final ClientTransactions transactions = new ClientTransactions(timer);
    private final Map<String, RequestHandler> dialogs = new ConcurrentHashMap<>();
    private volatile RequestHandler outside = (request, order) -> AnswerRule.status(481);
    private final Map<String, byte[]> answered = Collections.synchronizedMap(new Recent<>());
    private final Map<String, Long> orders = Collections.synchronizedMap(new Recent<>());
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile boolean symmetric;

    private SipEndpoint(InetAddress address, boolean retransmits, Link out, Link in) {
        this.host = address.getHostAddress().contains(":")
                ? '[' + address.getHostAddress() + ']'
                : address.getHostAddress();
        this.retransmits = retransmits;
        this.wire = new TestSocket(address, this::received, out, in);
    }

    /** Opens an endpoint on a free port of 127.0.0.1. */
    public static SipEndpoint open() {
        return open("127.0.0.1");
    }

    /** Opens an endpoint on a free port of this address, IPv4 or IPv6. */
    public static SipEndpoint open(String address) {
        return over(address, Link.GOOD, Link.GOOD);
    }

    /**
     * Opens an endpoint on a free port of this address, with simulated network paths.
     *
     * @param out the path of sent datagrams
     * @param in the path of received datagrams
     */
    public static SipEndpoint over(String address, Link out, Link in) {
        return new SipEndpoint(resolve(address), true, out, in);
    }

    /** Sends each request once, even over UDP. */
    public static SipEndpoint openWithoutRetransmission() {
        return new SipEndpoint(resolve("127.0.0.1"), false, Link.GOOD, Link.GOOD);
    }

    private static InetAddress resolve(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "sip-client-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Random text for tags, branches and Call-IDs. */
    public static String token() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    /** Host and port, an IPv6 address in brackets. */
    public String hostPort() {
        return host + ':' + wire.port();
    }

    public int port() {
        return wire.port();
    }

    public String contact(Transport transport) {
        return "<sip:" + hostPort() + (transport == Transport.TCP ? ";transport=tcp" : "") + '>';
    }

    /** The Via line of a new transaction. */
    public String via(Transport transport) {
        return "SIP/2.0/" + transport + ' ' + hostPort() + (symmetric ? ";rport" : "") + ";branch=z9hG4bK" + token();
    }

    /** Asks for responses at the port that it sends from (RFC 3581), as clients behind NAT do. */
    public SipEndpoint symmetric() {
        symmetric = true;
        return this;
    }

    /** Registers the handler of requests with this local tag. */
    public void register(String localTag, RequestHandler handler) {
        dialogs.put(localTag, handler);
    }

    /** Registers the handler of requests without a To tag; without a handler they are answered 481. */
    public void receive(RequestHandler handler) {
        outside = handler;
    }

    public void forget(String localTag) {
        dialogs.remove(localTag);
    }

    /** Number of received requests with a known branch. */
    public int retransmissionsSeen() {
        return repeated.get();
    }

    /** Number of datagrams that could not be sent. */
    public long lost() {
        return wire.lost();
    }

    /** Sends a request that has its Via. Completes with the final response, or fails with a time-out after 32 s. */
    public CompletableFuture<SipMessage> send(SipMessage request, TestTarget target) {
        byte[] bytes = request.bytes();
        boolean repeat = retransmits && target.transport() == Transport.UDP;
        return transactions.start(request, repeat, () -> wire.send(bytes, target));
    }

    /** As {@link #send}, with a new Via on top. */
    public CompletableFuture<SipMessage> start(SipMessage request, TestTarget target) {
        return send(request.withFirst("Via", via(target.transport())), target);
    }

    /** As {@link #start}, and waits for the final response. */
    public SipMessage call(SipMessage request, TestTarget target) {
        return await(start(request, target));
    }

    /** Sends arbitrary bytes. */
    public void sendRaw(byte[] bytes, TestTarget target) {
        wire.send(bytes, target);
    }

    /** The order of a response, on the scale of {@link RequestHandler#received}. */
    public long orderOf(SipMessage response) {
        return orders.getOrDefault(response.branch(), 0L);
    }

    /** Waits for a final response. */
    public static SipMessage await(CompletableFuture<SipMessage> response) {
        try {
            return response.get(ClientTransactions.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no final response to " + e.getMessage(), e);
        }
    }

    private void received(byte[] bytes, Transport transport, Consumer<byte[]> reply) {
        SipMessage message;
        try {
            message = SipMessage.parse(bytes);
        } catch (IllegalArgumentException e) {
            // a keep-alive, or an unanswerable message
            return;
        }
        if (message.isRequest()) {
            request(message, reply);
        } else {
            orders.put(message.branch(), received.incrementAndGet());
            transactions.received(message);
        }
    }

    private void request(SipMessage request, Consumer<byte[]> reply) {
        String transaction = request.branch() + ' ' + request.method();
        Optional<RequestHandler> handler =
                request.toTag().isPresent() ? request.toTag().map(dialogs::get) : Optional.of(outside);
        byte[] answer = answered.get(transaction);
        if (answer == null) {
            AnswerRule rule = handler.map(dialog -> dialog.received(request, received.incrementAndGet()))
                    .orElse(AnswerRule.status(481));
            answer(transaction, request, rule, reply);
            return;
        }
        repeated.incrementAndGet();
        if (answer.length > 0) {
            reply.accept(answer);
        } else if (answer == NEVER) {
            answer(transaction, request, handler.map(RequestHandler::repeated).orElse(AnswerRule.never()), reply);
        }
    }

    private void answer(String transaction, SipMessage request, AnswerRule rule, Consumer<byte[]> reply) {
        if (rule.status().isEmpty()) {
            answered.put(transaction, NEVER);
            rule.then().run();
            return;
        }
        byte[] bytes = rule.response(request).bytes();
        Runnable send = () -> {
            answered.put(transaction, bytes);
            reply.accept(bytes);
            rule.then().run();
        };
        if (rule.delay().isZero()) {
            send.run();
        } else {
            answered.put(transaction, LATER);
            CompletableFuture.delayedExecutor(rule.delay().toMillis(), TimeUnit.MILLISECONDS, timer)
                    .execute(send);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        wire.close();
    }

    /** A bounded map that keeps the newest entries. */
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
