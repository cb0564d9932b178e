package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.hook.PresenceDispatcher;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.Flows;
import org.sippresence.sip.relay.MessageRelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches requests by method: REGISTER (RFC 3261 section 10), PUBLISH (RFC 3903), SUBSCRIBE (RFC 6665), MESSAGE (RFC 3428) and
 * OPTIONS; all others are rejected. {@link SipAuthentication} comes first, except for OPTIONS. Requests are only read on the
 * calling thread and answered later, from the presentity's lane, after the commit.
 */
final class RequestHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandlers.class);

    private final SipServices services;
    private final SipAuthentication authentication;
    private final Map<String, Handler> handlers;

    /** Handles the requests of one method: reads a request and starts its processing. */
    @FunctionalInterface
    private interface Handler {
        void handle(Exchange exchange, RequestIdentity identity) throws BadRequestException;
    }

    /** A step that may reject its request. */
    @FunctionalInterface
    private interface Step {
        void run() throws BadRequestException;
    }

    RequestHandlers(SipServices services, SipChannels channels) {
        Optional<MessageRelay> relay = channels.transactions()
                .map(transactions -> new MessageRelay(
                        services.presentities(), transactions, channels.unproven(), channels.digest()));
        Flows flows = new Flows(services.sip().nat(), channels.transactions().isPresent());
        this.services = services;
        authentication = new SipAuthentication(services.digest(), services.configuration());
        handlers = Map.of(
                "SUBSCRIBE", new SubscribeHandler(services, flows, channels.unproven())::handle,
                "PUBLISH", new PublishHandler(services)::handle,
                "REGISTER", new RegisterHandler(services, flows)::handle,
                "MESSAGE", new MessageHandler(services, relay)::handle);
    }

    /** The source of the local tags of dialogs that requests create. */
    RandomIdentifiers tags() {
        return services.sip().tags();
    }

    /**
     * Handles one request after its sender is authenticated. Never throws: the stack's thread and the container must not see a
     * handler's exceptions.
     */
    void handle(Exchange exchange) {
        Handler handler = handlers.get(exchange.request().getMethod());
        if (handler == null) {
            run(exchange, () -> handleOther(exchange));
            return;
        }
        run(
                exchange,
                () -> authentication.authenticate(
                        exchange, identity -> run(exchange, () -> handler.handle(exchange, identity))));
    }

    private static void run(Exchange exchange, Step step) {
        String method = exchange.request().getMethod();
        try {
            step.run();
        } catch (BadRequestException e) {
            exchange.reject(e.rejection());
        } catch (IllegalArgumentException e) { // thrown by the model for an address that the parser accepted
            LOG.debug("malformed {}: {}", method, e.toString());
            exchange.reject(Rejection.of(400, "Malformed address"));
        } catch (RuntimeException e) {
            LOG.error("a {} could not be handled", method, e);
            exchange.fail(500);
        }
    }

    private void handleOther(Exchange exchange) throws BadRequestException {
        if (exchange.request().getMethod().equals("OPTIONS")) {
            answerOptions(exchange);
        } else {
            rejectMethod(exchange);
        }
    }

    /**
     * Rejects other methods: this server has no INVITE dialogs, and a subscription that its notifier ended does not exist (RFC
     * 3261 section 12.2.2).
     */
    private static void rejectMethod(Exchange exchange) {
        SIPRequest request = exchange.request();
        exchange.reject(
                switch (request.getMethod()) {
                    case "NOTIFY" -> Rejection.of(481, "Subscription does not exist");
                    case "CANCEL" -> Rejection.of(481, "Transaction does not exist");
                    default ->
                        request.getToTag() != null
                                ? Rejection.of(481, "Dialog does not exist")
                                : Rejection.of(405, "Method Not Allowed", "Allow", PresenceDispatcher.ALLOW);
                });
    }

    private void answerOptions(Exchange exchange) throws BadRequestException {
        RequestChecks.check(exchange.request(), Set.of());
        exchange.answer(exchange.response(200)
                .with("Allow", PresenceDispatcher.ALLOW)
                .with("Accept", "application/pidf+xml, application/cpim-pidf+xml")
                .with("Accept-Encoding", "gzip, deflate")
                .with("Allow-Events", services.packages().allowEvents()));
    }
}
