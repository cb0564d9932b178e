package org.sippresence.sip;

import java.time.Duration;
import java.util.Optional;
import javax.servlet.sip.SipFactory;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;
import org.sippresence.authentication.DigestClient;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.notification.NotifySender;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SipSettings;
import org.sippresence.sip.client.DatagramNotifySender;
import org.sippresence.sip.client.FlowNotifySender;
import org.sippresence.sip.client.JainNotifySender;
import org.sippresence.sip.client.JainSubscribeSender;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.ServletNotifySender;
import org.sippresence.sip.client.UnprovenTargets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways of sending that the container offers: the sender of NOTIFYs, and this server's client transactions. */
public final class SipChannels implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipChannels.class);
    /** The default of RFC 3261 section 17.1.1.1. */
    private static final Duration T1 = Duration.ofMillis(500);

    private static final String DISPATCHER = "org.sippresence.hook.PresenceDispatcher";

    private final NotifySender sender;
    private final Runnable closing;
    private final Optional<JainTransactions> transactions;
    private final Optional<UnprovenTargets> unproven;
    private final DigestClient digest;

    private SipChannels(
            NotifySender sender,
            Runnable closing,
            Optional<JainTransactions> transactions,
            Optional<UnprovenTargets> unproven,
            DigestClient digest) {
        this.sender = sender;
        this.closing = closing;
        this.transactions = transactions;
        this.unproven = unproven;
        this.digest = digest;
    }

    /**
     * Opens the fast and the general channel if the container uses our dispatcher, otherwise the sender of the servlet API.
     *
     * @param factory of the servlet context, for the servlet API
     */
    public static SipChannels open(SipFactory factory, Settings settings) {
        DigestClient digest = new DigestClient(settings.outboundCredentials());
        int threads = Runtime.getRuntime().availableProcessors();
        Object dispatcher = StaticServiceHolder.sipStandardService.getSipApplicationDispatcher();
        if (!dispatcher.getClass().getName().equals(DISPATCHER)) {
            LOG.info("the container has no {}: NOTIFYs use the servlet API", DISPATCHER);
            ServletNotifySender servlet = new ServletNotifySender(factory, threads, digest);
            return new SipChannels(servlet, servlet::close, Optional.empty(), Optional.empty(), digest);
        }
        JainTransactions transactions = new JainTransactions(threads);
        Optional<UnprovenTargets> unproven = UnprovenTargets.of(settings);
        NotifySender general = new JainNotifySender(transactions, digest);
        if (settings.sip().fastUdp()) {
            DatagramNotifySender datagrams = new DatagramNotifySender(general, unproven, digest, T1);
            FlowNotifySender flows = new FlowNotifySender(datagrams, T1);
            Runnable closing = () -> {
                flows.close();
                datagrams.close();
            };
            return new SipChannels(flows, closing, Optional.of(transactions), unproven, digest);
        }
        NotifySender bounded = unproven.<NotifySender>map(
                        targets -> (notify, answer) -> targets.sendToName(notify, answer, general))
                .orElse(general);
        FlowNotifySender flows = new FlowNotifySender(bounded, T1);
        return new SipChannels(flows, flows::close, Optional.of(transactions), unproven, digest);
    }

    /** Addresses that never answered a NOTIFY; empty if nothing is held back from such addresses. */
    Optional<UnprovenTargets> unproven() {
        return unproven;
    }

    /** Answers challenges to requests of this server. */
    DigestClient digest() {
        return digest;
    }

    /**
     * This server's client transactions; empty in a container without the hooks, whose dispatcher would process their events
     * itself.
     */
    Optional<JainTransactions> transactions() {
        return transactions;
    }

    public NotifySender sender() {
        return sender;
    }

    /** The sender of SUBSCRIBEs; empty in a container without the hooks. */
    public Optional<SubscribeSender> subscribeSender(SipSettings settings) {
        return transactions.map(each -> new JainSubscribeSender(each, settings, digest));
    }

    @Override
    public void close() {
        closing.run();
        transactions.ifPresent(JainTransactions::close);
    }
}
