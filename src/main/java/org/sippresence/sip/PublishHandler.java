package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sippresence.access.Operation;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.Rejection;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.Exchange.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles PUBLISH: reads the request, has it decided, and responds after the commit. */
final class PublishHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PublishHandler.class);

    private final SipServices services;

    PublishHandler(SipServices services) {
        this.services = services;
    }

    void handle(Exchange exchange, RequestIdentity identity) throws BadRequestException {
        PublishCommand command = read(exchange.request(), identity);
        services.publishing()
                .publish(command, new ResponseCallback<>(exchange, outcome -> answer(exchange, command, outcome)));
    }

    private void answer(Exchange exchange, PublishCommand command, PublishOutcome outcome) {
        if (outcome instanceof Rejected rejected) {
            exchange.reject(rejected.rejection());
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Reply ok = exchange.response(200)
                .with("SIP-ETag", accepted.entityTag().value())
                .with("Expires", Integer.toString(accepted.expires()));
        services.sip().serverAddress().ifPresent(ok::withContact);
        exchange.answer(ok);
        LOG.debug(
                "presentity={} event={} outcome=published changed={} expires={}",
                command.presentity(),
                command.event(),
                accepted.changed(),
                accepted.expires());
    }

    private PublishCommand read(SIPRequest request, RequestIdentity identity) throws BadRequestException {
        RequestChecks.check(request, Set.of());
        RequestReader reader = new RequestReader(request, services.configuration(), identity);
        Aor presentity = reader.presentity();
        EventName event = reader.event(
                        services.packages(), each -> !each.publishTypes().isEmpty())
                .name();
        RequestIdentity unused = reader.identity(Operation.PUBLISH, presentity);
        Optional<EntityTag> ifMatch = reader.ifMatch();
        OptionalInt expires = reader.expires();
        Content content = content(reader, services.packages().get(event));
        return new PublishCommand(presentity, event, ifMatch, expires, content, sender(reader));
    }

    private String sender(RequestReader reader) {
        String sender = services.sip().trustSenderHeader() ? reader.header("Sender") : "";
        int open = sender.indexOf('<');
        int close = sender.indexOf('>', open + 1);
        String uri = open >= 0 && close > open ? sender.substring(open + 1, close) : sender;
        return uri.length() > RequestReader.MAX_URI ? "" : uri;
    }

    private static Content content(RequestReader reader, EventPackage eventPackage) {
        if (!reader.hasBody()) {
            return new Content.None();
        }
        try {
            return new Content.State(eventPackage.check(reader.body(eventPackage.publishTypes())));
        } catch (BadRequestException e) {
            return new Content.Unusable(e.rejection());
        } catch (MalformedBodyException e) {
            return new Content.Unusable(Rejection.of(400, e.getMessage()));
        }
    }
}
