package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.sip.SipException;
import javax.sip.address.URI;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.sip.message.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends NOTIFYs by the servlet API, for a container without the hooks: the container's factory creates a request with our Call-ID
 * and tag, in an application session for each NOTIFY. Costs twice as much as {@link JainNotifySender}.
 */
public final class ServletNotifySender implements NotifySender, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServletNotifySender.class);
    private static final String ANSWER = "org.sippresence.answer";

    private final SipFactory factory;
    private final ThreadPoolExecutor threads;
    private final DigestClient digest;

    public ServletNotifySender(SipFactory factory, int threads, DigestClient digest) {
        this.factory = factory;
        this.digest = digest;
        this.threads = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.numbered("notify"));
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        try {
            URI nextHop = Headers.uri(notify.dialog().nextHop());
            send(notify, digest.begin(DigestFields.nextHop(nextHop), "NOTIFY"), answer);
        } catch (IllegalArgumentException e) {
            answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private void send(Notify notify, DigestExchange exchange, Consumer<Answer> answer) {
        threads.execute(() -> {
            try {
                SipServletRequest request = request(notify);
                DigestFields.addTo((SIPRequest) ((SipServletMessageImpl) request).getMessage(), exchange);
                Consumer<SIPResponse> end = response -> answer.accept(answer(notify, exchange, response));
                request.getSession().setAttribute(ANSWER, end);
                request.send();
            } catch (IOException
                    | ServletException
                    | SipException
                    | IllegalArgumentException
                    | IllegalStateException e) {
                LOG.debug("dialog={} outcome=not sent: {}", notify.dialog().id().callId(), e.toString());
                answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
            }
        });
    }

    private Answer answer(Notify notify, DigestExchange exchange, SIPResponse response) {
        return DigestFields.shouldRepeat(exchange, response)
                ? new Answer.Challenged((cseq, answer) -> send(notify.withCSeq(cseq), exchange, answer))
                : JainNotifySender.response(response);
    }

    private SipServletRequest request(Notify notify) throws ServletException, IOException {
        Dialog dialog = notify.dialog();
        SipApplicationSession session = factory.createApplicationSession();
        session.setExpires(2);
        SipFactoryImpl container = (SipFactoryImpl) StaticServiceHolder.sipStandardService
                .getSipApplicationDispatcher()
                .getSipFactory();
        SipServletRequest request = container.createRequest(
                session,
                "NOTIFY",
                factory.createAddress(factory.createURI(dialog.localUri())),
                factory.createAddress(factory.createURI(dialog.remoteUri())),
                "presence",
                dialog.id().callId(),
                dialog.id().localTag());
        SIPRequest message = (SIPRequest) ((SipServletMessageImpl) request).getMessage();
        message.setToTag(dialog.id().remoteTag());
        message.setHeader(Headers.cseq(notify.cseq(), "NOTIFY"));
        message.setHeader(Headers.contact(dialog.localContact()));
        request.setRequestURI(factory.createURI(dialog.requestUri()));
        List<String> routes = dialog.routeSet();
        if (routes.isEmpty() && !dialog.nextHop().equals(dialog.requestUri())) {
            message.setHeader(Headers.unsentRoute(Headers.uri(dialog.nextHop())));
        }
        for (int i = routes.size() - 1; i >= 0; i--) {
            request.pushRoute(factory.createAddress('<' + routes.get(i) + '>'));
        }
        request.setHeader("Event", notify.event());
        request.setHeader("Subscription-State", notify.subscriptionState());
        if (notify.body().isPresent()) {
            Body body = notify.body().get();
            request.setContent(body.bytes(), body.type().toString());
        }
        return request;
    }

    /** Processes the response to a NOTIFY of this sender; the container creates a 408 if there is none. */
    public static void answered(SipServletResponse response) {
        SipSession session = response.getSession(false);
        if (session == null || response.getStatus() < 200) {
            return;
        }
        @SuppressWarnings("unchecked")
        Consumer<SIPResponse> answer = (Consumer<SIPResponse>) session.getAttribute(ANSWER);
        if (answer != null) {
            answer.accept((SIPResponse) ((SipServletMessageImpl) response).getMessage());
        }
        SipApplicationSession application = response.getApplicationSession(false);
        if (application != null && application.isValid()) {
            application.invalidate();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
