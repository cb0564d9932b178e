package org.sippresence.sip;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.servlet.sip.SipServletRequest;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.Rejection;
import org.sippresence.presentity.Turn;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;
import org.sippresence.sip.Exchange.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PUBLISH: reads it, has it decided in the presentity's lane, answers after the commit, then has watchers told. */
final class PublishHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PublishHandler.class);
    private static final int MAX_URI = 255;

    private final SipServices services;

    PublishHandler(SipServices services) {
        this.services = services;
    }

    void handle(Exchange exchange) {
        try {
            PublishCommand command = read(exchange.request());
            if (services.presentities().isOverloaded(command.presentity())) {
                exchange.fail(503);
                return;
            }
            services.presentities()
                    .turn(
                            command.presentity(),
                            turn -> finish(exchange, turn, command),
                            failure -> exchange.fail(failure instanceof UncheckedIOException ? 500 : 503));
        } catch (BadRequestException e) {
            exchange.refuse(e.rejection());
        } catch (IllegalArgumentException e) { // what the container throws at an address that it only reads when asked
            LOG.debug("malformed {}: {}", exchange.request().getMethod(), e.toString());
            exchange.refuse(Rejection.of(400, "Malformed address"));
        }
    }

    private void finish(Exchange exchange, Turn turn, PublishCommand command) {
        PublishOutcome outcome = services.publications().publish(command, turn.publications(), turn.now());
        if (outcome instanceof Rejected rejected) {
            exchange.refuse(rejected.rejection());
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Reply ok = exchange.response(200)
                .with("SIP-ETag", accepted.entityTag().value())
                .with("Expires", Integer.toString(accepted.expires()));
        services.sip().serverAddress().ifPresent(ok::withContact);
        turn.onCommit(later -> exchange.answer(ok));
        if (accepted.changed()) {
            turn.onCommit(later -> services.notifier().changed(later, command.event(), except(command)));
        }
        turn.onFailure(() -> exchange.fail(500));
        LOG.debug(
                "presentity={} event={} outcome=published changed={} expires={}",
                command.presentity(),
                command.event(),
                accepted.changed(),
                accepted.expires());
    }

    /** The publisher itself, if it said so and is believed (Kamailio's {@code sender_uri}). */
    private static Optional<Aor> except(PublishCommand command) {
        try {
            return command.sender().isEmpty() ? Optional.empty() : Optional.of(Aor.parse(command.sender()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private PublishCommand read(SipServletRequest request) throws BadRequestException {
        RequestReader reader = new RequestReader(request);
        reader.refuseUnreadable();
        Aor presentity = reader.target();
        if (!services.sip().isOurs(presentity.domain())) {
            throw new BadRequestException(404, "Not our domain");
        }
        EventName event = reader.event().name();
        EventPackage eventPackage = services.packages()
                .find(event)
                .filter(each -> !each.publishTypes().isEmpty())
                .orElse(null);
        if (eventPackage == null) {
            throw badEvent();
        }
        Optional<EntityTag> ifMatch = reader.ifMatch();
        OptionalInt expires = reader.expires();
        return new PublishCommand(presentity, event, ifMatch, expires, content(reader, eventPackage), sender(reader));
    }

    private BadRequestException badEvent() {
        return new BadRequestException(Rejection.of(
                489, "Bad Event", "Allow-Events", services.packages().allowEvents()));
    }

    private String sender(RequestReader reader) {
        String sender = services.sip().trustSenderHeader() ? reader.header("Sender") : "";
        int open = sender.indexOf('<');
        int close = sender.indexOf('>', open + 1);
        String uri = open >= 0 && close > open ? sender.substring(open + 1, close) : sender;
        return uri.length() > MAX_URI ? "" : uri;
    }

    private Content content(RequestReader reader, EventPackage eventPackage) {
        if (reader.content().length == 0) {
            return new Content.None();
        }
        try {
            return checked(eventPackage, Bodies.read(reader, eventPackage.publishTypes(), services.publication()));
        } catch (BadRequestException e) {
            return new Content.Unusable(e.rejection());
        }
    }

    private static Content checked(EventPackage eventPackage, Body body) {
        try {
            eventPackage.check(body);
            return new Content.State(body);
        } catch (MalformedBodyException e) {
            return new Content.Unusable(Rejection.of(400, e.getMessage()));
        }
    }
}
