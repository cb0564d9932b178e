package org.sippresence.container;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import java.io.IOException;
import java.text.ParseException;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.sip.ClientTransaction;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.message.Request;
import org.sippresence.hook.ClaimedTransaction;
import org.sippresence.hook.ContainerProviders;

/**
 * Answers every request with 200 and the launcher's context attributes. A MESSAGE also makes it send a NOTIFY to the
 * URI in header {@code X-Target}, in the same way as the application.
 */
public final class ProbeServlet extends SipServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
        var response = request.createResponse(200);
        response.setHeader("X-Explicit", String.valueOf(getServletContext().getAttribute("org.sippresence.explicit")));
        response.setHeader("X-Listening", ContainerProviders.listening().toString());
        response.send();
        if (request.getMethod().equals("MESSAGE")) {
            try {
                notify(request.getHeader("X-Target"), request.getHeader("X-Branch"), request.getLocalPort());
            } catch (SipException | ParseException e) {
                Events.add("refused " + e.getMessage());
            }
        }
        // over TCP the container may have invalidated it with the response
        if (request.getApplicationSession().isValid()) {
            request.getApplicationSession().invalidate();
        }
    }

    private static void notify(String target, String branch, int port) throws SipException, ParseException {
        String transport = target.endsWith("transport=tcp") ? "tcp" : "udp";
        String message = """
                NOTIFY %s SIP/2.0
                Via: SIP/2.0/%s 127.0.0.1:%d;branch=%s
                Max-Forwards: 70
                From: <sip:a@example.org>;tag=1
                To: <sip:b@example.org>;tag=2
                Call-ID: %s
                CSeq: 1 NOTIFY
                Event: presence
                Subscription-State: active
                Contact: <sip:a@127.0.0.1>
                Content-Length: 0

                """.formatted(target, transport.toUpperCase(Locale.ROOT), port, branch, branch)
                .replace("\n", "\r\n");
        Request request = new MessageFactoryImpl().createRequest(message);
        SipProvider provider = ContainerProviders.find(transport, "127.0.0.1").orElseThrow();
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(new Claim());
        transaction.sendRequest();
    }

    private static final class Claim implements ClaimedTransaction {

        @Override
        public void answered(ResponseEvent event) {
            Events.add("answered " + event.getResponse().getStatusCode());
        }

        @Override
        public void timedOut(TimeoutEvent event) {
            Events.add("timed out");
        }

        @Override
        public void terminated() {
            Events.add("terminated");
        }
    }

    /** Reports the outcome of the NOTIFYs over HTTP. */
    public static final class Events extends HttpServlet {

        private static final long serialVersionUID = 1;
        private static final Queue<String> EVENTS = new ConcurrentLinkedQueue<>();

        static void add(String event) {
            EVENTS.add(event);
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(EVENTS);
        }
    }
}
