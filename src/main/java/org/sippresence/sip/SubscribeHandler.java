package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.engine.OutageException;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.Rejection;
import org.sippresence.model.RemoteTarget;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.LocalContact;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles SUBSCRIBE: reads the request, has it decided, and responds after the commit. */
final class SubscribeHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SubscribeHandler.class);
    private static final int MAX_URI = 255;
    private static final int MAX_CONTACT = 1024;
    private static final int MAX_ROUTES = 8192;

    private final SipServices services;
    private final LocalContact localContact;
    private final Optional<UnprovenTargets> unproven;

    /** @param unproven receives the SUBSCRIBEs whose NOTIFYs it may hold back */
    SubscribeHandler(SipServices services, Optional<UnprovenTargets> unproven) {
        this.unproven = unproven;
        this.services = services;
        this.localContact = new LocalContact(services.sip());
    }

    void handle(Exchange exchange) {
        exchange.handle(() -> {
            RequestReader reader = new RequestReader(exchange.request());
            reader.refuseUnreadable();
            EventId event = reader.event() // RFC 6665: without PINT a missing Event is also a 489
                    .filter(named -> services.packages().find(named.name()).isPresent())
                    .orElseThrow(() -> new BadRequestException(Rejection.of(
                            489,
                            "Bad Event",
                            "Allow-Events",
                            services.packages().allowEvents())));
            String localTag = exchange.request().getToTag();
            if (localTag == null) {
                initial(exchange, reader, event);
            } else {
                within(exchange, reader, event, localTag);
            }
        });
    }

    private void initial(Exchange exchange, RequestReader reader, EventId event) throws BadRequestException {
        Aor presentity = reader.target();
        if (!services.sip().isOurs(presentity.domain())) {
            throw new BadRequestException(404, "Not our domain");
        }
        if (reader.contact().isEmpty()) {
            throw new BadRequestException(400, "Missing Contact header");
        }
        services.subscribing()
                .subscribe(command(exchange, reader, event, presentity, exchange.newTag()), answering(exchange));
    }

    private void within(Exchange exchange, RequestReader reader, EventId event, String localTag)
            throws BadRequestException {
        DialogId id = dialogId(exchange.request(), localTag);
        Optional<Aor> presentity;
        try {
            presentity = services.presentities().locate(id);
        } catch (OutageException e) {
            LOG.debug("dialog={} outcome=503, the database is away", id.callId());
            exchange.fail(503);
            return;
        } catch (UncheckedIOException e) {
            LOG.error("a subscription could not be looked up", e);
            exchange.fail(500);
            return;
        }
        if (presentity.isEmpty()) {
            throw new BadRequestException(481, "Subscription does not exist");
        }
        services.subscribing()
                .subscribeInDialog(command(exchange, reader, event, presentity.get(), localTag), answering(exchange));
    }

    private ResponseCallback<SubscribeOutcome> answering(Exchange exchange) {
        return new ResponseCallback<>(exchange, outcome -> answer(exchange, outcome));
    }

    private void answer(Exchange exchange, SubscribeOutcome outcome) {
        if (outcome instanceof Rejected rejected) {
            exchange.refuse(rejected.rejection());
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Subscription subscription = accepted.subscription();
        exchange.answer(exchange.response(200)
                .with("Expires", Integer.toString(accepted.expires()))
                .with("Allow-Events", services.packages().allowEvents())
                .withoutOptions()
                .withContact(subscription.dialog().localContact()));
        LOG.debug(
                "presentity={} event={} dialog={} watcher={} outcome={} expires={}",
                subscription.presentity(),
                subscription.event().name(),
                subscription.dialog().id().callId(),
                subscription.watcher().aor(),
                subscription.state().label(),
                accepted.expires());
    }

    private SubscribeCommand command(
            Exchange exchange, RequestReader reader, EventId event, Aor presentity, String localTag)
            throws BadRequestException {
        SIPRequest request = exchange.request();
        OptionalInt expires = reader.expires();
        List<String> routes = routes(reader);
        RemoteTarget target = target(reader, routes);
        refuseOurselves(request, target.uri());
        refuseOurselves(request, target.destination());
        refuseOurselves(request, routes.isEmpty() ? "" : routes.get(0));
        Dialog dialog = new Dialog(
                dialogId(request, localTag),
                bounded(request.getTo().getAddress().getURI().toString(), MAX_URI, "To"),
                bounded(request.getFrom().getAddress().getURI().toString(), MAX_URI, "From"),
                target,
                routes,
                localContact.of(request),
                LocalContact.transport(request),
                reader.cseq());
        unproven.filter(each -> !dialog.isOver()).ifPresent(each -> each.subscribed(dialog, request));
        return new SubscribeCommand(
                presentity,
                event,
                watcher(request, reader),
                dialog,
                expires,
                reader.accept(),
                wished(reader, event),
                reader.eventParameters(services.packages().get(event.name()).subscribeParameters()));
    }

    private Optional<Body> wished(RequestReader reader, EventId event) throws BadRequestException {
        EventPackage eventPackage = services.packages().get(event.name());
        if (eventPackage.subscribeTypes().isEmpty() || reader.content().length == 0) {
            return Optional.empty();
        }
        Body body = Bodies.read(reader, eventPackage.subscribeTypes(), services.publication());
        try {
            eventPackage.checkSubscribe(body);
        } catch (MalformedBodyException e) {
            throw new BadRequestException(400, e.getMessage());
        }
        return Optional.of(body);
    }

    private static DialogId dialogId(SIPRequest request, String localTag) throws BadRequestException {
        String remoteTag = request.getFromTag();
        if (remoteTag == null) {
            throw new BadRequestException(400, "Missing tag in From header");
        }
        return new DialogId(
                RequestReader.callId(request), bounded(localTag, MAX_URI, "tag"), bounded(remoteTag, MAX_URI, "tag"));
    }

    /** Rejects a Contact that names this server: its NOTIFYs would loop. */
    private void refuseOurselves(SIPRequest request, String uri) throws BadRequestException {
        if (!uri.isEmpty() && localContact.isOwn(uri, request)) {
            throw new BadRequestException(400, "Contact is this server");
        }
    }

    private RemoteTarget target(RequestReader reader, List<String> routes) throws BadRequestException {
        Optional<String> contact = reader.contact();
        if (contact.isEmpty()) {
            return RemoteTarget.at(""); // within a dialog: the service keeps the old target
        }
        String uri = contact.get();
        if (!uri.startsWith("sip:") && !uri.startsWith("sips:")) {
            throw new BadRequestException(400, "Bad Contact header");
        }
        bounded(uri, MAX_CONTACT, "Contact");
        return routes.isEmpty() ? reader.target(uri, services.trustedPeers()) : RemoteTarget.at(uri);
    }

    private static List<String> routes(RequestReader reader) throws BadRequestException {
        List<String> routes = reader.recordRoutes();
        if (routes.stream().mapToInt(route -> route.length() + 1).sum() > MAX_ROUTES) {
            throw new BadRequestException(400, "Record-Route headers are too long");
        }
        return routes;
    }

    private Watcher watcher(SIPRequest request, RequestReader reader) throws BadRequestException {
        String displayName = request.getFrom().getAddress().getDisplayName();
        return new Watcher(
                reader.identity(services.trustedPeers()),
                cut(displayName == null ? "" : displayName, 128),
                cut(reader.header("User-Agent"), 255));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static String bounded(String text, int length, String what) throws BadRequestException {
        if (text.length() > length) {
            throw new BadRequestException(400, what + " is too long");
        }
        return text;
    }
}
