package org.sippresence.sip.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.engine.TimerWheel;
import org.sippresence.hook.Datagrams;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.Flow;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast channel for NOTIFYs: sends bytes on the container's UDP socket, receives the responses before the stack parses them,
 * and runs non-INVITE client transactions (RFC 3261 section 17.1.2) on a timer wheel. Used for next hops that are literal
 * addresses; all others use the general channel.
 */
public final class DatagramNotifySender implements NotifySender, Datagrams.Receiver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramNotifySender.class);

    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final int CAUTIOUS = 3;
    private static final byte[] NO_BODY = {};

    private final NotifySender general;
    private final Optional<UnprovenTargets> unproven;
    private final DigestClient digest;
    private final SecureRandom random = new SecureRandom();
    private final Duration t1;
    private final Duration t2;
    private final Duration timerF;
    private final TimerWheel wheel = new TimerWheel("notify-retransmit");

    /** The transactions in progress; a subscription has at most one. */
    private final ConcurrentMap<Long, Transaction> transactions = new ConcurrentHashMap<>();

    /**
     * Creates the sender and starts to receive responses.
     *
     * @param general for NOTIFYs that cannot be sent as a datagram here
     * @param unproven holds back NOTIFYs to addresses that never answered; empty if nothing is held back
     * @param digest answers challenges
     * @param t1 first interval of retransmissions (RFC 3261 section 17.1.2.1)
     */
    public DatagramNotifySender(
            NotifySender general, Optional<UnprovenTargets> unproven, DigestClient digest, Duration t1) {
        this.general = general;
        this.unproven = unproven;
        this.digest = digest;
        this.t1 = t1;
        this.t2 = t1.multipliedBy(8);
        this.timerF = t1.multipliedBy(64);
        Datagrams.register(this);
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        Optional<InetSocketAddress> target = DatagramTarget.of(notify.dialog());
        if (unproven.isEmpty()) {
            transmit(notify, target, Client.of(answer));
        } else if (target.isEmpty()) {
            unproven.get().sendToName(notify, answer, general);
        } else if (unproven.get().isProven(target.get().getAddress())) {
            transmit(notify, target, Client.of(answer));
        } else {
            unproven.get().send(new UnprovenTargets.Waiting(target.get(), notify, answer, this), this::probe);
        }
    }

    private void probe(InetSocketAddress target, Notify notify, Runnable silent, Consumer<Answer> answer) {
        transmit(notify, Optional.of(target), new Client(answer, silent, CAUTIOUS, Optional.empty()));
    }

    private void transmit(Notify notify, Optional<InetSocketAddress> target, Client client) {
        Optional<Origin> origin =
                isTooLarge(notify) ? Optional.empty() : target.flatMap(known -> Origin.of(notify.dialog(), known));
        if (origin.isEmpty()) {
            general.send(notify, client.answer);
            return;
        }
        long id = random.nextLong(); // a response cannot be forged by guessing
        DigestExchange exchange =
                client.exchange.orElseGet(() -> digest.begin(DigestFields.nextHop(target.get()), "NOTIFY"));
        byte[] message = NotifyEncoder.of(
                notify,
                exchange.authorize(
                        notify.dialog().requestUri(),
                        notify.body().map(Body::bytes).orElse(NO_BODY)),
                "UDP " + origin.get().sentBy,
                id);
        DatagramPacket packet = new DatagramPacket(message, message.length, target.get());
        Transaction transaction =
                new Transaction(id, origin.get().socket, client, new Sent(packet, notify, target.get(), exchange));
        transactions.put(id, transaction);
        transaction.transmit();
        transaction.wait(t1);
    }

    private static boolean isTooLarge(Notify notify) {
        return notify.body().map(Body::length).orElse(0) > DialogMessage.LARGEST_UDP_BODY;
    }

    @Override
    public boolean intercept(byte[] data, int offset, int length) {
        Optional<ResponseHead> read = ResponseHead.read(data, offset, length);
        if (read.isEmpty()) {
            return false;
        }
        ResponseHead answered = read.get();
        if (answered.status() >= 200) {
            Transaction transaction = transactions.remove(answered.id());
            if (transaction != null) { // otherwise a late duplicate
                transaction.end(transaction.answer(answered, name -> DigestFields.values(data, offset, length, name)));
            }
        } else {
            Transaction transaction = transactions.get(answered.id());
            if (transaction != null) {
                transaction.proceeding = true;
            }
        }
        return true;
    }

    /** The number of NOTIFYs that wait for a response. */
    public long inFlight() {
        return transactions.size();
    }

    /** The number of timers that are set; most of them will find their transaction finished. */
    public long timers() {
        return wheel.waiting();
    }

    @Override
    public void close() {
        Datagrams.unregister(this);
        wheel.close();
    }

    /** The socket that a NOTIFY is sent from, and its sent-by in the Via header. */
    private record Origin(DatagramSocket socket, String sentBy) {

        /**
         * The socket that received the SUBSCRIBE if the NOTIFY is sent by its flow, because a NAT admits no other one; otherwise
         * the socket of the address in the Contact, or the first one that reaches the target. Empty before the container listens.
         */
        static Optional<Origin> of(Dialog dialog, InetSocketAddress target) {
            String sentBy = NotifyEncoder.sentBy(dialog.localContact());
            Optional<Origin> received = dialog.usesFlow() ? listener(dialog.flow(), sentBy) : Optional.empty();
            return received.or(() -> find(sentBy, target));
        }

        private static Optional<Origin> listener(Flow flow, String sentBy) {
            for (DatagramSocket each : Datagrams.open()) {
                InetSocketAddress own = new InetSocketAddress(each.getLocalAddress(), each.getLocalPort());
                if (Flow.hostAndPort(own).equals(flow.listener())) {
                    return Optional.of(new Origin(each, sentBy));
                }
            }
            return Optional.empty();
        }

        private static Optional<Origin> find(String sentBy, InetSocketAddress target) {
            DatagramSocket found = null;
            for (DatagramSocket each : Datagrams.open()) {
                if (sentBy.endsWith(":" + each.getLocalPort()) && names(sentBy, each)) {
                    return Optional.of(new Origin(each, sentBy));
                }
                if (found == null && reaches(each, target)) {
                    found = each;
                }
            }
            return found == null ? Optional.empty() : Optional.of(new Origin(found, sentBy));
        }

        private static boolean names(String sentBy, DatagramSocket socket) {
            String host = sentBy.substring(0, sentBy.lastIndexOf(':'));
            String own = socket.getLocalAddress().getHostAddress();
            return host.equals(own) || (host.startsWith("[") && own.equals(canonical(host)));
        }

        private static String canonical(String literal) {
            try {
                return InetAddress.getByName(literal).getHostAddress();
            } catch (UnknownHostException e) {
                return literal;
            }
        }

        private static boolean reaches(DatagramSocket socket, InetSocketAddress target) {
            return socket.getLocalAddress() instanceof Inet4Address == target.getAddress() instanceof Inet4Address
                    || socket.getLocalAddress().isAnyLocalAddress();
        }
    }

    /**
     * The user of a transaction.
     *
     * @param silent called after the last retransmission without a response
     * @param repeats number of retransmissions
     * @param exchange empty before the first try
     */
    private record Client(Consumer<Answer> answer, Runnable silent, int repeats, Optional<DigestExchange> exchange) {

        static Client of(Consumer<Answer> answer) {
            return new Client(answer, () -> {}, ALWAYS, Optional.empty());
        }

        /** The user of the next try, after the target has responded to this one. */
        static Client repeating(DigestExchange exchange, Consumer<Answer> answer) {
            return new Client(answer, () -> {}, ALWAYS, Optional.of(exchange));
        }
    }

    /** What was sent. */
    private record Sent(DatagramPacket packet, Notify message, InetSocketAddress target, DigestExchange exchange) {}

    /** A client transaction, from the first transmission to the final response or timer F. */
    private final class Transaction {

        private final long id;
        private final DatagramSocket socket;
        private final Client client;
        private int repeats;
        private final long since = System.nanoTime();
        private volatile boolean proceeding;

        /** Null after the end: the timer may reference the transaction for some time. */
        private volatile Sent sent;

        Transaction(long id, DatagramSocket socket, Client client, Sent sent) {
            this.id = id;
            this.socket = socket;
            this.sent = sent;
            this.client = client;
            this.repeats = client.repeats;
        }

        void transmit() {
            Sent message = sent;
            try {
                if (message != null) {
                    socket.send(message.packet);
                }
            } catch (IOException e) {
                LOG.debug("a NOTIFY to {} could not be sent: {}", message.target, e.getMessage());
                if (transactions.remove(id, this)) {
                    end(new Answer.Unreachable(String.valueOf(e.getMessage())));
                }
            }
        }

        /** Sets timer E. It need not be cancelled: most transactions are finished when it fires. */
        void wait(Duration interval) {
            Duration left = timerF.minusNanos(System.nanoTime() - since);
            if (left.isNegative() || left.isZero()) {
                if (transactions.remove(id, this)) {
                    end(new Answer.Timeout());
                }
                return;
            }
            Runnable unused = wheel.after(interval.compareTo(left) < 0 ? interval : left, () -> fire(interval));
        }

        private void fire(Duration interval) {
            if (!transactions.containsKey(id)) {
                return;
            }
            boolean over = timerF.toNanos() <= System.nanoTime() - since;
            if (repeats == 0) {
                client.silent.run();
            } else if (!over) {
                repeats--;
                transmit();
            }
            Duration doubled = interval.multipliedBy(2);
            wait(proceeding || doubled.compareTo(t2) > 0 ? t2 : doubled);
        }

        /** The answer that a final response stands for. */
        Answer answer(ResponseHead response, Function<String, List<String>> fields) {
            Sent by = sent;
            return by.exchange.shouldRepeat(response.status(), fields)
                    ? new Answer.Challenged((cseq, answer) -> DatagramNotifySender.this.transmit(
                            by.message.withCSeq(cseq), Optional.of(by.target), Client.repeating(by.exchange, answer)))
                    : new Answer.Response(response.status(), response.retryAfter());
        }

        void end(Answer how) {
            sent = null;
            client.answer.accept(how);
        }
    }
}
