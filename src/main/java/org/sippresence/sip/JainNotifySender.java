package org.sippresence.sip;

import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final Map<String, SipProvider> providers = new ConcurrentHashMap<>();

    /** Never blocks but for a name that is looked up. */
    private final ThreadPoolExecutor datagrams;

    /** May wait for a connection, or for a peer that does not read. */
    private final Destinations streams = new Destinations(STUCK_PEERS);

    public JainNotifySender(int threads) {
        this.datagrams = pool("notify-udp", threads);
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        Claim claim = new Claim(answer);
        try {
            NotifyMessage message = new NotifyMessage(notify);
            if (message.transport().equals("udp")) {
                datagrams.execute(() -> send(message, notify, claim));
            } else {
                streams.execute(message.nextHop(), () -> send(message, notify, claim));
            }
        } catch (IllegalArgumentException e) {
            claim.settle(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private void send(NotifyMessage message, Notify notify, Claim claim) {
        try {
            SipProvider provider = provider(message.transport(), notify);
            ClientTransaction transaction = provider.getNewClientTransaction(message.build());
            transaction.setApplicationData(claim);
            transaction.sendRequest();
        } catch (SipException | ParseException | InvalidArgumentException | IllegalArgumentException e) {
            LOG.debug("dialog={} outcome=not sent: {}", notify.dialog().id().callId(), e.toString());
            claim.settle(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private SipProvider provider(String transport, Notify notify) throws SipException {
        String host = ((SipURI) Headers.uri(notify.dialog().localContact())).getHost();
        String key = transport + ' ' + host;
        SipProvider known = providers.get(key);
        if (known != null) {
            return known;
        }
        SipProvider found = ContainerProviders.find(transport, host)
                .or(() -> ContainerProviders.listening().stream()
                        .filter(each -> each.transport().equals(transport))
                        .findFirst()
                        .flatMap(each -> ContainerProviders.find(transport, each.host())))
                .orElseThrow(() -> new SipException("no listening address for " + transport));
        providers.put(key, found);
        return found;
    }

    /** NOTIFYs that wait for a thread. */
    public int waiting() {
        return datagrams.getQueue().size() + streams.size();
    }

    @Override
    public void close() {
        datagrams.shutdown();
        streams.close();
    }

    /** Our mark on a client transaction; tells its end once. */
    private static final class Claim implements ClaimedTransaction {

        private final Consumer<Answer> answer;
        private final AtomicBoolean settled = new AtomicBoolean();

        Claim(Consumer<Answer> answer) {
            this.answer = answer;
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
            if (settled.compareAndSet(false, true)) {
                answer.accept(how);
            }
        }
    }
}
