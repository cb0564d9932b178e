package org.sippresence.sip;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sippresence.message.MessageDecision;
import org.sippresence.message.MessageQuery;
import org.sippresence.model.Aor;
import org.sippresence.model.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MESSAGE (RFC 3428): 403 where the recipient's rules say so. Where it is registered nobody knows yet: 404. */
final class MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MessageHandler.class);

    private final SipServices services;

    MessageHandler(SipServices services) {
        this.services = services;
    }

    void handle(Exchange exchange) {
        try {
            MessageQuery query = read(exchange);
            if (services.messages().isOverloaded(query.to())) {
                exchange.fail(503);
                return;
            }
            CompletableFuture<Boolean> unused = services.messages()
                    .authorize(query)
                    .handle((decision, failure) -> finish(exchange, query, decision, failure));
        } catch (BadRequestException e) {
            exchange.refuse(e.rejection());
        } catch (IllegalArgumentException e) { // what the container throws at an address that it only reads when asked
            LOG.debug("malformed {}: {}", exchange.request().getMethod(), e.toString());
            exchange.refuse(Rejection.of(400, "Malformed address"));
        }
    }

    private MessageQuery read(Exchange exchange) throws BadRequestException {
        RequestReader reader = new RequestReader(exchange.request());
        reader.refuseUnreadable();
        if (reader.isWithinDialog()) {
            throw new BadRequestException(481, "Dialog does not exist"); // no dialog of ours carries messages
        }
        Aor recipient = reader.target();
        if (!services.sip().isOurs(recipient.domain())) {
            throw new BadRequestException(404, "Not our domain");
        }
        return MessageQuery.of(reader.from(), recipient);
    }

    private static boolean finish(Exchange exchange, MessageQuery query, MessageDecision decision, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            LOG.debug("presentity={} outcome=failed: {}", query.to(), cause.toString());
            exchange.fail(cause instanceof UncheckedIOException ? 500 : 503);
            return false;
        }
        LOG.debug("presentity={} from={} outcome={}", query.to(), query.from(), decision);
        exchange.refuse(decision.allowed() ? Rejection.of(404, "Not Found") : Rejection.of(403, "Forbidden"));
        return decision.allowed();
    }
}
