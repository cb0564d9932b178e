package org.sippresence.hook;

import gov.nist.javax.sip.SipProviderImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sip.SipStack;
import javax.sip.message.Response;

/**
 * Sees each request when it has been parsed, before the stack looks for its transaction. Through it an application, loaded by
 * another class loader, takes requests; see {@link EarlyRequests}. Named in the stack property
 * {@code gov.nist.javax.sip.SIP_MESSAGE_VALVE}, made by the stack with the constructor without arguments.
 */
public final class RequestValve implements SIPMessageValve {

    private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");
    private static final List<EarlyRequests> TAKERS = new CopyOnWriteArrayList<>();

    /** From now on requests are shown to this taker, too, if those that were named before do not take them. */
    public static void show(EarlyRequests taker) {
        TAKERS.add(taker);
    }

    /** Ends {@link #show}. */
    public static void hide(EarlyRequests taker) {
        TAKERS.remove(taker);
    }

    @Override
    public void init(SipStack stack) {
        ReceiveArrays.lower(stack);
    }

    /** False if nobody else need look at the request. */
    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        String via = request.getTopmostVia().getTransport().toLowerCase(Locale.ROOT);
        if (!TRANSPORTS.contains(via)) { // there is no way to answer it
            return false;
        }
        SipProviderImpl provider =
                channel.getMessageProcessor().getListeningPoint().getProvider();
        if (provider.getSipListener() instanceof PresenceDispatcher dispatcher && dispatcher.isDraining()) {
            return false;
        }
        EarlyRequests.Arrival arrival =
                new EarlyRequests.Arrival(request, channel.getTransport().toLowerCase(Locale.ROOT), provider);
        for (EarlyRequests each : TAKERS) {
            if (each.take(arrival)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void destroy() {
        // has nothing of its own
    }
}
