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
 * Receives each parsed message before the stack looks up its transaction. An application in another class loader registers
 * interceptors here; see {@link RequestInterceptor}. Requests that the parser found malformed are rejected here, and a response
 * that matches no transaction is dropped. Named in the stack property {@code gov.nist.javax.sip.SIP_MESSAGE_VALVE}, created by
 * the stack with the no-argument constructor.
 */
public final class RequestValve implements SIPMessageValve {

    private static final Logger LOG = LoggerFactory.getLogger(RequestValve.class);
    private static final List<RequestInterceptor> INTERCEPTORS = new CopyOnWriteArrayList<>();

    /** Registers an interceptor, which gets the requests that the earlier ones did not consume. */
    public static void register(RequestInterceptor interceptor) {
        INTERCEPTORS.add(interceptor);
    }

    /** Removes an interceptor. */
    public static void unregister(RequestInterceptor interceptor) {
        INTERCEPTORS.remove(interceptor);
    }

    @Override
    public void init(SipStack stack) {
        ReceiveArrays.lower(stack);
    }

    /** Returns false if the stack must not process the request. */
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
        if (request.getApplicationData() instanceof ParseFailure failure) {
            if (!intercept(arrival, RequestInterceptor::interceptsMalformed)) {
                returnPath.get().send(failure.encode(request));
            }
            if (failure.endsConnection() && channel.isReliable()) {
                channel.close();
            }
            return false;
        }
        return !intercept(arrival, any -> true);
    }

    private static boolean intercept(RequestInterceptor.Incoming arrival, Predicate<RequestInterceptor> asked) {
        for (RequestInterceptor each : INTERCEPTORS) {
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

    /**
     * Returns false for a response that matches no request of the stack; responses of the application's own transactions do not
     * arrive here.
     */
    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        String transaction = ((SIPResponse) response).getTransactionId();
        return channel.getSIPStack().findTransaction(transaction, false) != null;
    }

    @Override
    public void destroy() {
        // holds no resources
    }
}
