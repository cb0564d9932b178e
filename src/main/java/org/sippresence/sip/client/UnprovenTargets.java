package org.sippresence.sip.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sip.address.SipURI;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.settings.Networks;
import org.sippresence.settings.Settings;
import org.sippresence.sip.message.Headers;

/**
 * Holds back NOTIFYs to addresses that never answered one, so that a Contact header cannot be used to flood a third party: one
 * NOTIFY in flight for each address, and no body that makes the message larger than three times its SUBSCRIBE. The first response
 * lifts the limit. Thread-safe.
 */
public final class UnprovenTargets {

    private static final int FACTOR = 3;
    private static final int WAITING_EACH = 1_000;
    private static final int NAMES = 64;
    private static final int SIZES = 10_000;
    private static final Set<String> STREAMS = Set.of("tcp", "tls");

    /** Bytes to add to the size of a NOTIFY of {@link NotifyEncoder} that lacks its real Via header. */
    private static final int VIA = 60;

    private final int maxTargets;
    private final Predicate<InetAddress> exempt;
    private final ProvenAddresses proven = new ProvenAddresses(() -> TimeUnit.NANOSECONDS.toHours(System.nanoTime()));

    /** NOTIFYs that wait for the response to the one in flight to an address. */
    private final OneInFlight<InetAddress, Waiting> targets;

    private final AtomicInteger names = new AtomicInteger();
    private final Cache<DialogId, Integer> sizes = Caffeine.newBuilder()
            .maximumSize(SIZES)
            .expireAfterWrite(Duration.ofMinutes(1))
            .executor(Runnable::run)
            .build();

    /**
     * Creates the limit without proven addresses.
     *
     * @param maxTargets number of addresses with a NOTIFY in flight, and number of NOTIFYs that may wait
     * @param exempt addresses that are not limited
     */
    UnprovenTargets(int maxTargets, Predicate<InetAddress> exempt) {
        this.maxTargets = maxTargets;
        this.exempt = exempt;
        this.targets = new OneInFlight<>(maxTargets, WAITING_EACH, maxTargets);
    }

    /**
     * Creates the limit from the settings; empty if nothing is held back. Loopback addresses reach only this host, so they are
     * exempt as trusted peers are.
     */
    public static Optional<UnprovenTargets> of(Settings settings) {
        int maxTargets = settings.bounds().unprovenTargets();
        Networks trusted = settings.trustedPeers();
        return maxTargets == 0
                ? Optional.empty()
                : Optional.of(new UnprovenTargets(
                        maxTargets, address -> address.isLoopbackAddress() || trusted.contains(address)));
    }

    /** A NOTIFY for an address, with the sender that sends it after the address has answered. */
    record Waiting(InetSocketAddress target, Notify message, Consumer<Answer> answer, NotifySender sender) {}

    /** Sends the first NOTIFY to an address. */
    @FunctionalInterface
    interface Probe {

        /**
         * Sends the NOTIFY with at most three retransmissions.
         *
         * @param silent called some time after the last retransmission without a response, which may still arrive
         */
        void send(InetSocketAddress target, Notify notify, Runnable silent, Consumer<Answer> answer);
    }

    /** The largest number of addresses with NOTIFYs in flight. */
    public int maxTargets() {
        return maxTargets;
    }

    boolean isProven(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (proven.contains(bytes)) {
            return true;
        }
        boolean isExempt = exempt.test(address);
        if (isExempt) {
            proven.add(bytes);
        }
        return isExempt;
    }

    /** Records a SUBSCRIBE, whose size bounds that of its NOTIFY; over a connection it proves its source address. */
    public void subscribed(Dialog dialog, SIPRequest request) {
        Optional<InetAddress> target = DatagramTarget.of(dialog).map(InetSocketAddress::getAddress);
        if (target.map(this::isProven).orElseGet(() -> isStream(parsed(dialog.nextHop())))) {
            return;
        }
        if (!dialog.transport().equals("udp")
                && target.equals(Optional.ofNullable(request.getPeerPacketSourceAddress()))) {
            proven.add(target.get().getAddress());
        } else {
            sizes.put(dialog.id(), request.encodeAsBytes("udp").length);
        }
    }

    /** Sends a NOTIFY to an unproven address, now or after the address has answered. */
    void send(Waiting notify, Probe probe) {
        InetAddress address = notify.target().getAddress();
        switch (targets.add(address, notify)) {
            case IN_FLIGHT -> probe(notify, probe);
            case WAITING -> {} // until the one in flight has ended
            default -> notify.answer().accept(deferred());
        }
    }

    private static Answer deferred() {
        return new Answer.Deferred(1 + ThreadLocalRandom.current().nextInt(5));
    }

    private void probe(Waiting notify, Probe probe) {
        InetAddress address = notify.target().getAddress();
        Notify sent = bounded(notify.message());
        AtomicBoolean over = new AtomicBoolean();
        Runnable next = () -> {
            if (over.compareAndSet(false, true)) {
                targets.next(address).ifPresent(waiting -> probe(waiting, probe));
            }
        };
        probe.send(notify.target(), sent, next, answer -> {
            if (answer instanceof Answer.Response response) {
                proven.add(address.getAddress());
                notify.answer().accept(outcome(notify.message(), sent, response));
                targets.drain(address).forEach(each -> each.sender().send(each.message(), each.answer()));
            } else if (answer instanceof Answer.Challenged challenged) {
                proven.add(address.getAddress());
                notify.answer().accept(repetition(notify.message(), sent, challenged, notify.sender()));
                targets.drain(address).forEach(each -> each.sender().send(each.message(), each.answer()));
            } else if (answer instanceof Answer.Unreachable) {
                notify.answer().accept(answer);
                targets.drain(address).forEach(each -> each.answer().accept(answer));
            } else {
                notify.answer().accept(answer);
                next.run();
            }
        });
    }

    private static Answer outcome(Notify wanted, Notify sent, Answer.Response response) {
        return wanted.equals(sent) ? response : new Answer.Bodyless(response);
    }

    /** A NOTIFY that was sent without its body is repeated with it: its target is proven now. */
    private static Answer repetition(Notify wanted, Notify sent, Answer.Challenged challenged, NotifySender sender) {
        return wanted.equals(sent)
                ? challenged
                : new Answer.Challenged((cseq, answer) -> sender.send(wanted.withCSeq(cseq), answer));
    }

    /**
     * Sends a NOTIFY to a host name, or over a connection, which needs no proof. The addresses of a name are not known here: few
     * NOTIFYs are in flight to all unproven names together.
     */
    public void sendToName(Notify notify, Consumer<Answer> answer, NotifySender sender) {
        Optional<SipURI> nextHop = parsed(notify.dialog().nextHop());
        String host = nextHop.map(UnprovenTargets::host).orElse(notify.dialog().nextHop());
        if (isStream(nextHop) || isProven(host)) {
            sender.send(notify, answer);
        } else if (names.incrementAndGet() > NAMES) {
            names.decrementAndGet();
            answer.accept(deferred());
        } else {
            Notify sent = bounded(notify);
            sender.send(sent, how -> {
                names.decrementAndGet();
                if (how instanceof Answer.Response response) {
                    answered(host);
                    answer.accept(outcome(notify, sent, response));
                } else if (how instanceof Answer.Challenged challenged) {
                    answered(host);
                    answer.accept(repetition(notify, sent, challenged, sender));
                } else {
                    answer.accept(how);
                }
            });
        }
    }

    /** Whether a host, given by its address or its name, has answered. */
    public boolean isProven(String host) {
        return literal(host).map(this::isProven).orElseGet(() -> proven.contains(host));
    }

    /** Records that a host has answered a request. */
    public void answered(String host) {
        literal(host).ifPresentOrElse(address -> proven.add(address.getAddress()), () -> proven.add(host));
    }

    public static boolean isAddress(String host) {
        return literal(host).isPresent();
    }

    private static Optional<InetAddress> literal(String host) {
        return DatagramTarget.of("sip:" + host).map(InetSocketAddress::getAddress);
    }

    private static boolean isStream(Optional<SipURI> nextHop) {
        return nextHop.map(Headers::transport).filter(STREAMS::contains).isPresent();
    }

    /** Parses a URI; empty for an unusable one, which the sender reports itself. */
    private static Optional<SipURI> parsed(String uri) {
        try {
            return Headers.uri(uri) instanceof SipURI sip ? Optional.of(sip) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The host that the stack sends to: {@code maddr} has precedence over the host (RFC 3261 section 19.1.1). */
    public static String host(SipURI nextHop) {
        String address = nextHop.getMAddrParam();
        String host = (address == null ? nextHop.getHost() : address).toLowerCase(Locale.ROOT);
        return literal(host)
                .filter(Inet6Address.class::isInstance)
                .map(each -> '[' + each.getHostAddress() + ']')
                .orElse(host);
    }

    /**
     * Returns the NOTIFY, without its body if that would make it too large; a NOTIFY without its body does not end the
     * subscription.
     */
    private Notify bounded(Notify notify) {
        Integer received = sizes.getIfPresent(notify.dialog().id());
        int room = received == null ? 0 : FACTOR * received;
        if (notify.body().isEmpty()
                || NotifyEncoder.of(notify, notify.dialog().localContact(), 0).length + VIA <= room) {
            return notify;
        }
        String state =
                notify.subscriptionState().startsWith("terminated") ? "active;expires=60" : notify.subscriptionState();
        return new Notify(notify.dialog(), notify.cseq(), notify.event(), state, Optional.empty());
    }

    /** The number of unproven addresses and names with a NOTIFY in flight. */
    public long inFlight() {
        return targets.keys() + (long) names.get();
    }

    /** The number of NOTIFYs that wait for the first response. */
    public long waiting() {
        return targets.waiting();
    }
}
