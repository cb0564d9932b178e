package org.sippresence.sip;

import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sippresence.sip.client.ServletNotifySender;
import org.sippresence.sip.message.ServletExchange;

/**
 * Receives the requests that the container dispatches, of all methods: {@code doPublish} and the like would leave out the methods
 * that the API does not know. {@link RequestSources} shows all sources of requests.
 */
public final class PresenceSipServlet extends SipServlet {

    private static final long serialVersionUID = 1L;

    private transient RequestHandlers handlers;

    @Override
    public void init() throws ServletException {
        RequestSources sources = (RequestSources) getServletContext().getAttribute(RequestSources.ATTRIBUTE);
        if (sources == null) {
            throw new ServletException("the application did not start");
        }
        handlers = sources.handlers();
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
