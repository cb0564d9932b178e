package org.sippresence.sip;

import javax.servlet.sip.SipFactory;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;
import org.sippresence.notification.NotifySender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the channel for NOTIFYs by what the container offers. */
public final class NotifySenders implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotifySenders.class);
    private static final String DISPATCHER = "org.sippresence.hook.PresenceDispatcher";

    private final NotifySender sender;
    private final Runnable close;

    private NotifySenders(NotifySender sender, Runnable close) {
        this.sender = sender;
        this.close = close;
    }

    /**
     * The fast and the general channel where the container's dispatcher is ours, otherwise the plain servlet way.
     *
     * @param factory of the servlet context, for the plain way
     * @param threads that send
     */
    public static NotifySenders choose(SipFactory factory, int threads) {
        Object dispatcher = StaticServiceHolder.sipStandardService.getSipApplicationDispatcher();
        if (dispatcher.getClass().getName().equals(DISPATCHER)) {
            JainNotifySender jain = new JainNotifySender(threads);
            DatagramNotifySender datagrams = new DatagramNotifySender(jain);
            return new NotifySenders(datagrams, () -> {
                datagrams.close();
                jain.close();
            });
        }
        LOG.info("the container has no {}: NOTIFYs go the plain servlet way", DISPATCHER);
        ServletNotifySender plain = new ServletNotifySender(factory, threads);
        return new NotifySenders(plain, plain::close);
    }

    public NotifySender sender() {
        return sender;
    }

    @Override
    public void close() {
        close.run();
    }
}
