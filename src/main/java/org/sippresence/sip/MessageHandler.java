package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sip.header.MaxForwardsHeader;
import org.sippresence.access.Operation;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.message.MessageDelivery;
import org.sippresence.message.MessageQuery;
import org.sippresence.model.Aor;
import org.sippresence.model.Rejection;
import org.sippresence.service.ResultListener;
import org.sippresence.settings.logging.FailureCause;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.relay.MessageRelay;
import org.sippresence.sip.relay.RelayedRequest;
import org.sippresence.sip.relay.SenderIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles MESSAGE (RFC 3428) as described in SER's manual: 403 if the recipient's rules forbid it, 404 if the recipient is not
 * registered, otherwise the message is relayed to its contacts. Nothing is relayed for recipients of other domains, nor to
 * targets that are not contacts.
 */
final class MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MessageHandler.class);

    private final SipServices services;
    private final Optional<MessageRelay> relay;

    /** @param relay empty in a container that cannot relay */
    MessageHandler(SipServices services, Optional<MessageRelay> relay) {
        this.services = services;
        this.relay = relay;
    }

    void handle(Exchange exchange, RequestIdentity identity) throws BadRequestException {
        Incoming message = read(exchange.request(), identity);
        MessageQuery query = message.query();
        if (services.messages().isOverloaded(query.to())
                || relay.filter(MessageRelay::isFull).isPresent()) {
            exchange.fail(503);
            return;
        }
        CompletableFuture<Boolean> unused = services.messages()
                .deliver(query)
                .handle((delivery, failure) -> finish(exchange, message, delivery, failure));
    }

    /** A message with what its recipient learns about the sender. */
    private record Incoming(MessageQuery query, SenderIdentity sender) {}

    /** Makes the checks of a proxy (RFC 3261 section 16.3). */
    private Incoming read(SIPRequest request, RequestIdentity identity) throws BadRequestException {
        RequestChecks.checkRelayed(request);
        RequestReader reader = new RequestReader(request, services.configuration(), identity);
        if (reader.isWithinDialog()) {
            throw new BadRequestException(481, "Dialog does not exist"); // no dialog of this server carries messages
        }
        Aor recipient = reader.presentity();
        MaxForwardsHeader left = request.getMaxForwards();
        if (left != null && left.getMaxForwards() == 0) {
            throw new BadRequestException(483, "Too Many Hops");
        }
        if (RelayedRequest.isLoop(request, RelayedRequest.branchPrefix(request, recipient))) {
            throw new BadRequestException(482, "Loop Detected");
        }
        return new Incoming(
                MessageQuery.of(reader.identity(Operation.MESSAGE, recipient).aor(), recipient),
                new SenderIdentity(
                        services.configuration().trustDomain(),
                        request,
                        identity,
                        services.configuration().realms()));
    }

    private boolean finish(Exchange exchange, Incoming message, MessageDelivery delivery, Throwable failure) {
        MessageQuery query = message.query();
        if (failure != null) {
            Throwable cause = FailureCause.of(failure);
            LOG.debug("presentity={} outcome=failed: {}", query.to(), cause.toString());
            exchange.fail(ResultListener.status(cause));
            return false;
        }
        LOG.debug("presentity={} from={} outcome={}", query.to(), query.from(), delivery.decision());
        if (!delivery.decision().allowed()) {
            exchange.reject(Rejection.of(403, "Forbidden"));
        } else if (delivery.contacts().isEmpty()) {
            exchange.reject(Rejection.of(404, "Not Found"));
        } else if (relay.isEmpty()) {
            exchange.reject(Rejection.of(501, "Messages are not relayed in this container"));
        } else {
            exchange.detach()
                    .ifPresent(origin -> relay.get().relay(origin, message.sender(), query.to(), delivery.contacts()));
        }
        return delivery.decision().allowed();
    }
}
