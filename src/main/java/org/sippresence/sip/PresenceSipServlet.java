package org.sippresence.sip;

import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sippresence.sip.client.ServletNotifySender;
import org.sippresence.sip.relay.MessageRelay;

/**
 * The SIP entry point of the application. Passes requests to {@link RequestHandlers}: those that arrive by the fast path, and in
 * a container without the hooks those that the container dispatches.
 */
public final class PresenceSipServlet extends SipServlet {

    private static final long serialVersionUID = 1L;

    private transient RequestHandlers handlers;

    @Override
    public void init() throws ServletException {
        SipServices services = (SipServices) getServletContext().getAttribute(SipServices.ATTRIBUTE);
        if (services == null) {
            throw new ServletException("the application did not start");
        }
        SipChannels senders = (SipChannels) getServletContext().getAttribute(SipChannels.ATTRIBUTE);
        Optional<MessageRelay> relay = senders.transactions()
                .map(transactions -> new MessageRelay(
                        (delay, recipient, task) ->
                                services.presentities().schedule(delay, recipient, transaction -> task.run()),
                        transactions,
                        senders.unproven()));
        handlers = RequestHandlers.of(services, relay, senders.unproven());
        senders.deliverTo(handlers);
    }

    @Override
    protected void doRequest(SipServletRequest request) {
        if (!request.getMethod().equals("ACK")) {
            handlers.handle(new ServletExchange(request, handlers.tags()));
        }
    }

    /**
     * Receives only the responses to NOTIFYs sent by the servlet API; those of the other senders are claimed before the container
     * sees them.
     */
    @Override
    protected void doResponse(SipServletResponse response) {
        ServletNotifySender.answered(response);
    }
}
