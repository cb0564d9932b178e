package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.relay.MessageRelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches requests by method: REGISTER (RFC 3261 section 10), PUBLISH (RFC 3903), SUBSCRIBE (RFC 6665), MESSAGE (RFC 3428) and
 * OPTIONS; all others are rejected. Requests are only read on the calling thread and answered later, from the presentity's lane,
 * after the commit.
 */
final class RequestHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandlers.class);
    private static final String ALLOW = "REGISTER, PUBLISH, SUBSCRIBE, MESSAGE, OPTIONS";

    private final Map<String, Consumer<Exchange>> handlers;

    private final RandomIdentifiers tags;

    /**
     * @param handlers by method
     * @param tags source of the local tags of the dialogs that requests create
     */
    RequestHandlers(Map<String, Consumer<Exchange>> handlers, RandomIdentifiers tags) {
        this.handlers = Map.copyOf(handlers);
        this.tags = tags;
    }

    /** @param relay empty in a container that cannot relay messages */
    static RequestHandlers of(SipServices services, Optional<MessageRelay> relay, Optional<UnprovenTargets> unproven) {
        Map<String, Consumer<Exchange>> handlers = Map.of(
                "SUBSCRIBE", new SubscribeHandler(services, unproven)::handle,
                "PUBLISH", new PublishHandler(services)::handle,
                "REGISTER", new RegisterHandler(services)::handle,
                "MESSAGE", new MessageHandler(services, relay)::handle,
                "OPTIONS", exchange -> answerOptions(services, exchange));
        return new RequestHandlers(handlers, services.sip().tags());
    }

    /** The source of tags for requests that these handlers receive. */
    RandomIdentifiers tags() {
        return tags;
    }

    /** Handles one request. Never throws: the stack's thread and the container must not see a handler's exceptions. */
    void handle(Exchange exchange) {
        String method = exchange.request().getMethod();
        try {
            Consumer<Exchange> handler = handlers.get(method);
            if (handler != null) {
                handler.accept(exchange);
            } else {
                refuse(exchange, method);
            }
        } catch (RuntimeException e) {
            LOG.error("a {} could not be handled", method, e);
            exchange.fail(500);
        }
    }

    /**
     * Rejects other methods: this server has no INVITE dialogs, and a subscription that its notifier ended does not exist (RFC
     * 3261 section 12.2.2).
     */
    private static void refuse(Exchange exchange, String method) {
        SIPRequest request = exchange.request();
        switch (method) {
            case "ACK" -> {}
            case "NOTIFY" -> exchange.refuse(Rejection.of(481, "Subscription does not exist"));
            case "CANCEL" -> exchange.refuse(Rejection.of(481, "Transaction does not exist"));
            default ->
                exchange.refuse(
                        request.getToTag() != null
                                ? Rejection.of(481, "Dialog does not exist")
                                : Rejection.of(405, "Method Not Allowed", "Allow", ALLOW));
        }
    }

    private static void answerOptions(SipServices services, Exchange exchange) {
        exchange.handle(() -> {
            new RequestReader(exchange.request()).refuseUnreadable();
            exchange.answer(exchange.response(200)
                    .with("Allow", ALLOW)
                    .with("Accept", "application/pidf+xml, application/cpim-pidf+xml")
                    .with("Accept-Encoding", "gzip, deflate")
                    .with("Allow-Events", services.packages().allowEvents()));
        });
    }
}
