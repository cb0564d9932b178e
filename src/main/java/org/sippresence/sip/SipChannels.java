package org.sippresence.sip;

import java.util.Optional;
import javax.servlet.sip.SipFactory;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.model.Bounds;
import org.sippresence.notification.NotifySender;
import org.sippresence.settings.Networks;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SipSettings;
import org.sippresence.settings.TcpSettings;
import org.sippresence.sip.client.DatagramNotifySender;
import org.sippresence.sip.client.JainNotifySender;
import org.sippresence.sip.client.JainSubscribeSender;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.ServletNotifySender;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.fastpath.SourceLimit;
import org.sippresence.sip.fastpath.SourceRates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The means of transport that the container offers: the sender of NOTIFYs, this server's client transactions, and the
 * interceptors. Chosen once, at start-up.
 */
public final class SipChannels implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipChannels.class);
    /** The attribute of the servlet context under which the servlet finds it. */
    public static final String ATTRIBUTE = "org.sippresence.senders";

    private static final String DISPATCHER = "org.sippresence.hook.PresenceDispatcher";

    private final NotifySender sender;
    private final Optional<JainTransactions> transactions;
    private final Optional<InterceptorRegistration> early;
    private final Optional<UnprovenTargets> unproven;
    private final boolean fastUdp;
    private final Runnable closing;

    private record Way(boolean fastUdp, Runnable closing) {}

    private SipChannels(
            NotifySender sender, Optional<JainTransactions> transactions, Optional<UnprovenTargets> unproven, Way way) {
        this.sender = sender;
        this.transactions = transactions;
        this.unproven = unproven;
        this.early = transactions.map(each -> new InterceptorRegistration());
        this.fastUdp = way.fastUdp;
        this.closing = way.closing;
    }

    /**
     * Returns the fast and the general channel if the container uses our dispatcher, otherwise the sender of the servlet API.
     *
     * @param factory of the servlet context, for the servlet API
     * @param threads number of sending threads
     */
    public static SipChannels choose(SipFactory factory, int threads, Settings settings) {
        Object dispatcher = StaticServiceHolder.sipStandardService.getSipApplicationDispatcher();
        if (dispatcher.getClass().getName().equals(DISPATCHER)) {
            JainTransactions transactions = new JainTransactions(threads);
            Optional<UnprovenTargets> unproven = UnprovenTargets.of(settings);
            NotifySender general = new JainNotifySender(transactions);
            if (!settings.sip().fastUdp()) {
                NotifySender bounded = unproven.<NotifySender>map(
                                targets -> (notify, answer) -> targets.sendToName(notify, answer, general))
                        .orElse(general);
                return new SipChannels(
                        bounded, Optional.of(transactions), unproven, new Way(false, transactions::close));
            }
            DatagramNotifySender datagrams = new DatagramNotifySender(general, unproven);
            return new SipChannels(datagrams, Optional.of(transactions), unproven, new Way(true, () -> {
                datagrams.close();
                transactions.close();
            }));
        }
        LOG.info("the container has no {}: NOTIFYs use the servlet API", DISPATCHER);
        ServletNotifySender plain = new ServletNotifySender(factory, threads);
        return new SipChannels(plain, Optional.empty(), Optional.empty(), new Way(false, plain::close));
    }

    /** Addresses that never answered a NOTIFY; empty if nothing is held back from such addresses. */
    Optional<UnprovenTargets> unproven() {
        return unproven;
    }

    /**
     * This server's client transactions; empty if the container does not use our dispatcher and would process their events
     * itself.
     */
    Optional<JainTransactions> transactions() {
        return transactions;
    }

    /** The number of server transactions of the fast path. Not a method reference, which would link the classes of the hooks. */
    long earlyTransactions() {
        return early.map(takers -> takers.transactions()).orElse(0L);
    }

    public NotifySender sender() {
        return sender;
    }

    /** The sender of SUBSCRIBEs; empty in a container without our dispatcher. */
    public Optional<SubscribeSender> subscribeSender(SipSettings settings) {
        return transactions.map(each -> new JainSubscribeSender(each, settings));
    }

    /**
     * Limits the rate of requests from each untrusted source from now on. Must be called before requests are received; has no
     * effect in a container without the hooks.
     */
    public void limitSources(Settings settings, Bounds bounds) {
        int perSecond = settings.bounds().requestsPerSource();
        if (perSecond > 0) {
            early.ifPresent(takers -> takers.limit(new SourceLimit(
                    new SourceRates(perSecond),
                    settings.trustedPeers(),
                    bounds,
                    settings.sip().tags())));
        }
    }

    /** Delivers NOTIFYs to these client subscriptions from now on; has no effect in a container without the hooks. */
    public void deliverTo(ClientSubscriptions upstream, SipSettings settings) {
        early.ifPresent(takers -> takers.takeNotifies(upstream, settings.tags()));
    }

    /** Delivers all requests to these handlers before the container from now on, if the fast path is enabled. */
    void deliverTo(RequestHandlers handlers) {
        if (fastUdp) {
            early.ifPresent(takers -> takers.takeRequests(handlers));
        }
    }

    /** Limits the resources of TCP connections; has no effect in a container without the hooks. */
    public void limitConnections(TcpSettings limits, Networks trusted) {
        if (early.isPresent()) { // the class links those of the hooks
            InterceptorRegistration.limitConnections(limits, trusted);
        }
    }

    @Override
    public void close() {
        early.ifPresent(takers -> takers.close());
        closing.run();
    }
}
