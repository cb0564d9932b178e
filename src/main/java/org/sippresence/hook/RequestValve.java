package org.sippresence.hook;

import gov.nist.javax.sip.SipProviderImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.sip.SipStack;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees each message when it has been parsed, before the stack looks for its transaction. Through it an application, loaded by
 * another class loader, takes requests; see {@link RequestInterceptor}. What the parser found malformed is refused here, and a
 * response that no transaction waits for is dropped. Named in the stack property
 * {@code gov.nist.javax.sip.SIP_MESSAGE_VALVE}, made by the stack with the constructor without arguments.
 */
public final class RequestValve implements SIPMessageValve {

    private static final Logger LOG = LoggerFactory.getLogger(RequestValve.class);
    private static final List<RequestInterceptor> TAKERS = new CopyOnWriteArrayList<>();

    /** From now on requests are shown to this taker, too, if those that were named before do not take them. */
    public static void register(RequestInterceptor interceptor) {
        TAKERS.add(interceptor);
    }

    /** Ends {@link #register}. */
    public static void unregister(RequestInterceptor interceptor) {
        TAKERS.remove(interceptor);
    }

    @Override
    public void init(SipStack stack) {
        ReceiveArrays.lower(stack);
    }

    /** False if nobody else need look at the request. */
    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        SipProviderImpl provider =
                channel.getMessageProcessor().getListeningPoint().getProvider();
        if (provider.getSipListener() instanceof PresenceDispatcher dispatcher && dispatcher.isDraining()) {
            return false;
        }
        Optional<ResponsePath> returnPath = ResponsePath.of(request, channel);
        if (returnPath.isEmpty()) {
            return false;
        }
        RequestInterceptor.Incoming arrival = new RequestInterceptor.Incoming(
                request, channel.getTransport().toLowerCase(Locale.ROOT), returnPath.get());
        if (request.getApplicationData() instanceof ParseFailure refusal) {
            if (!intercept(arrival, RequestInterceptor::interceptsMalformed)) {
                returnPath.get().send(refusal.encode(request));
            }
            if (refusal.endsConnection() && channel.isReliable()) {
                channel.close();
            }
            return false;
        }
        return !intercept(arrival, any -> true);
    }

    private static boolean intercept(RequestInterceptor.Incoming arrival, Predicate<RequestInterceptor> asked) {
        for (RequestInterceptor each : TAKERS) {
            try {
                if (asked.test(each) && each.intercept(arrival)) {
                    return true;
                }
            } catch (RuntimeException e) { // the stack would log the whole request with it
                LOG.error("a {} could not be handled", arrival.request().getMethod(), e);
                return true;
            }
        }
        return false;
    }

    /** False for a response that belongs to no request of the stack; those of our own transactions never come here. */
    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        String transaction = ((SIPResponse) response).getTransactionId();
        return channel.getSIPStack().findTransaction(transaction, false) != null;
    }

    @Override
    public void destroy() {
        // has nothing of its own
    }
}
