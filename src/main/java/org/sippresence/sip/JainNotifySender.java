package org.sippresence.sip;

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
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.address.SipURI;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Response;
import org.sippresence.hook.ClaimedTransaction;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The general channel: a client transaction of the container's own stack on the listening address that the Contact names,
 * whose events the dispatcher hands to us. UDP, TCP and TLS, routes, retransmissions by the stack.
 */
public final class JainNotifySender implements NotifySender, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JainNotifySender.class);
    private static final int STUCK_PEERS = 256;

    /** More than timer F, 32 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(36);

    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(100);

    private final long made = System.nanoTime();
    private final Map<String, SipProvider> providers = new ConcurrentHashMap<>();

    /** In the order in which they were sent; those at the head that have their answer are forgotten each second. */
    private final Queue<Claim> sent = new ConcurrentLinkedQueue<>();

    private final ScheduledExecutorService watch;

    /** Never blocks but for a name that is looked up. */
    private final ThreadPoolExecutor datagrams;

    /** May wait for a connection, or for a peer that does not read. */
    private final Destinations streams = new Destinations(STUCK_PEERS);

    public JainNotifySender(int threads) {
        this.datagrams = pool("notify-udp", threads);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> thread("notify-watch", task));
        ScheduledFuture<?> unused = watch.scheduleWithFixedDelay(this::giveUp, 1, 1, TimeUnit.SECONDS);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> thread(name, task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        Claim claim = new Claim(answer);
        sent.add(claim);
        try {
            NotifyMessage message = new NotifyMessage(notify);
            queue(message, notify, claim);
        } catch (IllegalArgumentException e) {
            claim.settle(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private void queue(NotifyMessage message, Notify notify, Claim claim) {
        if (message.transport().equals("udp")) {
            datagrams.execute(() -> send(message, notify, claim));
        } else {
            streams.execute(message.nextHop(), () -> send(message, notify, claim));
        }
    }

    private void send(NotifyMessage message, Notify notify, Claim claim) {
        try {
            Optional<SipProvider> provider = provider(message.transport(), notify);
            if (provider.isEmpty() && isStarting()) {
                ScheduledFuture<?> unused =
                        watch.schedule(() -> queue(message, notify, claim), SOON.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            ClientTransaction transaction = provider.orElseThrow(
                            () -> new SipException("no listening address for " + message.transport()))
                    .getNewClientTransaction(message.build());
            transaction.setApplicationData(claim);
            transaction.sendRequest();
        } catch (SipException
                | ParseException
                | InvalidArgumentException
                | RuntimeException e) { // also the stack's own faults
            LOG.debug("dialog={} outcome=not sent: {}", notify.dialog().id().callId(), e.toString());
            claim.settle(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    /** Whether the ports may still open: what ended while the server was down is told before anybody listens. */
    private boolean isStarting() {
        return System.nanoTime() - made < LONGEST_START.toNanos();
    }

    private Optional<SipProvider> provider(String transport, Notify notify) {
        String host = ((SipURI) Headers.uri(notify.dialog().localContact())).getHost();
        String key = transport + ' ' + host;
        SipProvider known = providers.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SipProvider> found = ContainerProviders.find(transport, host)
                .or(() -> ContainerProviders.listening().stream()
                        .filter(each -> each.transport().equals(transport))
                        .findFirst()
                        .flatMap(each -> ContainerProviders.find(transport, each.host())));
        found.ifPresent(provider -> providers.put(key, provider));
        return found;
    }

    /** NOTIFYs that wait for a thread. */
    public int waiting() {
        return datagrams.getQueue().size() + streams.size();
    }

    @Override
    public void close() {
        watch.shutdown();
        datagrams.shutdown();
        streams.close();
    }

    /** Nothing may wait for ever for an answer that the stack lost. */
    private void giveUp() {
        long before = System.nanoTime() - PATIENCE.toNanos();
        Claim oldest;
        while ((oldest = sent.peek()) != null && (oldest.isSettled() || oldest.since - before <= 0)) {
            sent.poll();
            if (!oldest.isSettled()) {
                LOG.warn("the stack lost the end of a NOTIFY, it is sent again");
                oldest.settle(new Answer.Unreachable("the stack lost the transaction"));
            }
        }
    }

    /** Our mark on a client transaction; tells its end once. */
    private static final class Claim implements ClaimedTransaction {

        private final AtomicReference<Consumer<Answer>> answer;
        private final long since = System.nanoTime();

        Claim(Consumer<Answer> answer) {
            this.answer = new AtomicReference<>(answer);
        }

        boolean isSettled() {
            return answer.get() == null;
        }

        @Override
        public void answered(ResponseEvent event) {
            Response response = event.getResponse();
            if (response.getStatusCode() >= 200) {
                RetryAfterHeader retryAfter = (RetryAfterHeader) response.getHeader(RetryAfterHeader.NAME);
                settle(new Answer.Response(
                        response.getStatusCode(), retryAfter == null ? -1 : retryAfter.getRetryAfter()));
            }
        }

        @Override
        public void timedOut(TimeoutEvent event) {
            settle(new Answer.Timeout());
        }

        @Override
        public void terminated() {
            settle(new Answer.Unreachable("the transport failed"));
        }

        void settle(Answer how) {
            Consumer<Answer> waiting = answer.getAndSet(null);
            if (waiting != null) {
                waiting.accept(how);
            }
        }
    }
}
