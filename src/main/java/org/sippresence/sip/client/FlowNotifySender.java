package org.sippresence.sip.client;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.sippresence.engine.TimerWheel;
import org.sippresence.hook.Connections;
import org.sippresence.hook.FlowConnection;
import org.sippresence.model.Dialog;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.sip.message.ContactHost;
import org.sippresence.sip.message.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the NOTIFYs whose flow is a connection over that connection, as bytes and whatever its transport is; runs their client
 * transactions (RFC 3261 section 17.1.2). After the end of the connection they go to the Contact, if the client can be reached
 * there. Passes all other NOTIFYs on. Thread-safe.
 */
public final class FlowNotifySender implements NotifySender, Connections.Receiver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlowNotifySender.class);

    private final NotifySender others;
    private final Duration t1;
    private final Duration t2;
    private final Duration timerF;
    private final TimerWheel wheel = new TimerWheel("notify-flow");
    private final AtomicLong ids = new AtomicLong(new SecureRandom().nextLong());

    /** The transactions in progress; a subscription has at most one. */
    private final ConcurrentMap<Long, Transaction> transactions = new ConcurrentHashMap<>();

    /**
     * Creates the sender and starts to receive responses.
     *
     * @param others sends to the next hop of the dialog
     * @param t1 first interval after which it is checked whether a connection has ended
     */
    public FlowNotifySender(NotifySender others, Duration t1) {
        this.others = others;
        this.t1 = t1;
        this.t2 = t1.multipliedBy(8);
        this.timerF = t1.multipliedBy(64);
        Connections.register(this);
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        Dialog dialog = notify.dialog();
        if (!dialog.flow().isConnection() || !dialog.usesFlow()) {
            others.send(notify, answer);
            return;
        }
        Optional<FlowConnection> open = Connections.find(dialog.flow().connection());
        if (open.isPresent()) {
            new Transaction(open.get(), notify, answer).start();
        } else {
            sendWithoutFlow(notify, answer);
        }
    }

    private void sendWithoutFlow(Notify notify, Consumer<Answer> answer) {
        Dialog dialog = notify.dialog();
        if (ContactHost.isReachable(Headers.uri(dialog.remoteTarget()), dialog.flow())) {
            others.send(notify.in(dialog.withoutFlow()), answer);
        } else {
            answer.accept(new Answer.FlowEnded());
        }
    }

    @Override
    public boolean intercept(FlowConnection from, byte[] head) {
        Optional<ResponseHead> read = ResponseHead.read(head, 0, head.length);
        Transaction transaction =
                read.isEmpty() ? null : transactions.get(read.get().id());
        if (transaction == null || transaction.connection.number() != from.number()) {
            return false;
        }
        ResponseHead answered = read.get();
        if (answered.status() >= 200 && transactions.remove(answered.id(), transaction)) {
            transaction.answer.accept(new Answer.Response(answered.status(), answered.retryAfter()));
        }
        return true;
    }

    /** The sender of the NOTIFYs that are not sent over the connection of their flow. */
    public NotifySender others() {
        return others;
    }

    /** The number of NOTIFYs that wait for a response. */
    public long inFlight() {
        return transactions.size();
    }

    @Override
    public void close() {
        Connections.unregister(this);
        wheel.close();
    }

    /** A client transaction, from the transmission to the final response, the end of the connection or timer F. */
    private final class Transaction {

        private final long id = ids.incrementAndGet();
        private final long since = System.nanoTime();
        private final FlowConnection connection;
        private final Notify notify;
        private final Consumer<Answer> answer;

        Transaction(FlowConnection connection, Notify notify, Consumer<Answer> answer) {
            this.connection = connection;
            this.notify = notify;
            this.answer = answer;
        }

        void start() {
            String transport = notify.dialog().flow().transport().toUpperCase(Locale.ROOT);
            String sentBy = NotifyEncoder.sentBy(notify.dialog().localContact());
            transactions.put(id, this);
            try {
                connection.send(NotifyEncoder.of(notify, transport + ' ' + sentBy, id));
                check(t1);
            } catch (IOException e) {
                LOG.debug(
                        "dialog={} outcome=not sent by its flow: {}",
                        notify.dialog().id().callId(),
                        e.getMessage());
                notSent(String.valueOf(e.getMessage()));
            }
        }

        /** Checks after an interval, and in longer intervals after that; most transactions are finished by then. */
        private void check(Duration interval) {
            Runnable unused = wheel.after(interval, () -> {
                if (!transactions.containsKey(id)) {
                    return;
                }
                if (!connection.isOpen()) {
                    endFlow();
                } else if (System.nanoTime() - since < timerF.toNanos()) {
                    Duration doubled = interval.multipliedBy(2);
                    check(doubled.compareTo(t2) > 0 ? t2 : doubled);
                } else if (transactions.remove(id, this)) {
                    answer.accept(new Answer.Timeout());
                }
            });
        }

        /** A slow peer gets the newest state later; otherwise the connection has ended. */
        private void notSent(String why) {
            if (!connection.isOpen()) {
                endFlow();
            } else if (transactions.remove(id, this)) {
                answer.accept(new Answer.Unreachable(why));
            }
        }

        private void endFlow() {
            if (transactions.remove(id, this)) {
                sendWithoutFlow(notify, answer);
            }
        }
    }
}
