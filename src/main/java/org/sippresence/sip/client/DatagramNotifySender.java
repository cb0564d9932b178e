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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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

    private final NotifySender general;
    private final Optional<UnprovenTargets> unproven;
    private final SecureRandom random = new SecureRandom();
    private final Duration t1;
    private final Duration t2;
    private final Duration timerF;
    private final TimerWheel wheel = new TimerWheel("notify-retransmit");
    private final AtomicLong ids = new AtomicLong(ThreadLocalRandom.current().nextLong());

    /** The transactions in progress; a subscription has at most one. */
    private final ConcurrentMap<Long, Transaction> transactions = new ConcurrentHashMap<>();

    /**
     * Creates the sender and starts to receive responses.
     *
     * @param general for NOTIFYs that cannot be sent as a datagram here
     * @param unproven holds back NOTIFYs to addresses that never answered; empty if nothing is held back
     * @param t1 first interval of retransmissions (RFC 3261 section 17.1.2.1)
     */
    public DatagramNotifySender(NotifySender general, Optional<UnprovenTargets> unproven, Duration t1) {
        this.general = general;
        this.unproven = unproven;
        this.t1 = t1;
        this.t2 = t1.multipliedBy(8);
        this.timerF = t1.multipliedBy(64);
        Datagrams.register(this);
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        Optional<InetSocketAddress> target = DatagramTarget.of(notify.dialog());
        if (unproven.isEmpty()) {
            transmit(notify, target, new Client(answer));
        } else if (target.isEmpty()) {
            unproven.get().sendToName(notify, answer, general);
        } else if (unproven.get().isProven(target.get().getAddress())) {
            transmit(notify, target, new Client(answer));
        } else {
            unproven.get().send(new UnprovenTargets.Waiting(target.get(), notify, answer, this), this::probe);
        }
    }

    private void probe(InetSocketAddress target, Notify notify, Runnable silent, Consumer<Answer> answer) {
        transmit(notify, Optional.of(target), new Client(answer, silent, CAUTIOUS));
    }

    private void transmit(Notify notify, Optional<InetSocketAddress> target, Client client) {
        Optional<Origin> origin =
                isTooLarge(notify) ? Optional.empty() : target.flatMap(known -> Origin.of(notify.dialog(), known));
        if (origin.isEmpty()) {
            general.send(notify, client.answer);
            return;
        }
        long id = client.repeats == ALWAYS
                ? ids.incrementAndGet()
                : random.nextLong(); // a response cannot be forged by guessing
        byte[] message = NotifyEncoder.of(notify, "UDP " + origin.get().sentBy, id);
        Transaction transaction = new Transaction(
                id, origin.get().socket, new DatagramPacket(message, message.length, target.get()), client);
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
                transaction.end(new Answer.Response(answered.status(), answered.retryAfter()));
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
     */
    private record Client(Consumer<Answer> answer, Runnable silent, int repeats) {

        Client(Consumer<Answer> answer) {
            this(answer, () -> {}, ALWAYS);
        }
    }

    /** A client transaction, from the first transmission to the final response or timer F. */
    private final class Transaction {

        private final long id;
        private final DatagramSocket socket;
        private final Client client;
        private int repeats;
        private final long since = System.nanoTime();
        private volatile boolean proceeding;

        /** Null after the end: the timer may reference the transaction for some time. */
        private volatile DatagramPacket packet;

        Transaction(long id, DatagramSocket socket, DatagramPacket packet, Client client) {
            this.id = id;
            this.socket = socket;
            this.packet = packet;
            this.client = client;
            this.repeats = client.repeats;
        }

        void transmit() {
            DatagramPacket message = packet;
            try {
                if (message != null) {
                    socket.send(message);
                }
            } catch (IOException e) {
                LOG.debug("a NOTIFY to {} could not be sent: {}", message.getSocketAddress(), e.getMessage());
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

        void end(Answer how) {
            packet = null;
            client.answer.accept(how);
        }
    }
}
