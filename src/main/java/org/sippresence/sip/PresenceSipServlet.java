package org.sippresence.sip;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sippresence.model.Rejection;

/**
 * The SIP side of the application: REGISTER (RFC 3261 section 10), PUBLISH (RFC 3903), SUBSCRIBE (RFC 6665), MESSAGE (RFC 3428)
 * and OPTIONS; everything else is refused. Requests are only read here and answered later, from the presentity's lane, after the
 * commit.
 */
public final class PresenceSipServlet extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final String ALLOW = "REGISTER, PUBLISH, SUBSCRIBE, MESSAGE, OPTIONS";

    private transient SubscribeHandler subscribes;
    private transient PublishHandler publishes;
    private transient MessageHandler messages;
    private transient RegisterHandler registers;
    private transient SipServices services;

    @Override
    public void init() throws ServletException {
        services = (SipServices) getServletContext().getAttribute(SipServices.ATTRIBUTE);
        if (services == null) {
            throw new ServletException("the application did not start");
        }
        subscribes = new SubscribeHandler(services);
        publishes = new PublishHandler(services);
        NotifySenders senders = (NotifySenders) getServletContext().getAttribute(NotifySenders.ATTRIBUTE);
        Optional<MessageRelay> relay = senders.transactions()
                .map(transactions -> new MessageRelay(
                        (delay, recipient, task) -> services.presentities().later(delay, recipient, turn -> task.run()),
                        transactions));
        messages = new MessageHandler(services, relay);
        registers = new RegisterHandler(services);
        senders.deliverTo(
                Map.of("SUBSCRIBE", subscribes::handle, "PUBLISH", publishes::handle, "REGISTER", registers::handle));
    }

    @Override
    protected void doSubscribe(SipServletRequest request) {
        subscribes.handle(new ServletExchange(request));
    }

    @Override
    protected void doPublish(SipServletRequest request) {
        publishes.handle(new ServletExchange(request));
    }

    @Override
    protected void doMessage(SipServletRequest request) {
        messages.handle(new ServletExchange(request));
    }

    @Override
    protected void doRegister(SipServletRequest request) {
        registers.handle(new ServletExchange(request));
    }

    @Override
    protected void doOptions(SipServletRequest request) {
        Exchange exchange = new ServletExchange(request);
        exchange.answer(exchange.response(200)
                .with("Allow", ALLOW)
                .with("Accept", "application/pidf+xml, application/cpim-pidf+xml")
                .with("Accept-Encoding", "gzip, deflate")
                .with("Allow-Events", services.packages().allowEvents()));
    }

    /** A NOTIFY to us belongs to no subscription of ours (RFC 6665 section 4.1.3). */
    @Override
    protected void doNotify(SipServletRequest request) {
        new ServletExchange(request).refuse(Rejection.of(481, "Subscription does not exist"));
    }

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "REGISTER", "SUBSCRIBE", "PUBLISH", "MESSAGE", "OPTIONS", "NOTIFY" -> super.doRequest(request);
            case "ACK" -> {}
            default -> new ServletExchange(request).refuse(Rejection.of(405, "Method Not Allowed", "Allow", ALLOW));
        }
    }

    /** Only the plain way of NOTIFY gets its answers here; the other one claims them before the container. */
    @Override
    protected void doResponse(SipServletResponse response) {
        ServletNotifySender.answered(response);
    }
}
