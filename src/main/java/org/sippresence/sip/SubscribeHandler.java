package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.RecordRouteHeader;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.engine.OutageException;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.Flow;
import org.sippresence.model.RemoteTarget;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.Flows;
import org.sippresence.sip.message.Headers;
import org.sippresence.sip.message.LocalContact;
import org.sippresence.sip.message.Privacy;
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
    private static final int MAX_DISPLAY_NAME = 128;

    /** RFC 3323 section 4.1.1.3. */
    private static final String ANONYMOUS = "Anonymous";

    private static final int MAX_CONTACT = 1024;
    private static final int MAX_ROUTES = 8192;

    private final SipServices services;
    private final LocalContact localContact;
    private final Flows flows;
    private final Optional<UnprovenTargets> unproven;

    /** @param unproven receives the SUBSCRIBEs whose NOTIFYs it may hold back */
    SubscribeHandler(SipServices services, Flows flows, Optional<UnprovenTargets> unproven) {
        this.unproven = unproven;
        this.flows = flows;
        this.services = services;
        this.localContact = new LocalContact(services.sip());
    }

    void handle(Exchange exchange, RequestIdentity identity) throws BadRequestException {
        RequestChecks.check(exchange.request(), Set.of());
        RequestReader reader = new RequestReader(exchange.request(), services.configuration(), identity);
        EventId event = reader.event(services.packages(), any -> true); // RFC 6665: without PINT none is a 489, too
        if (reader.isWithinDialog()) {
            subscribeInDialog(exchange, reader, event);
        } else {
            subscribe(exchange, reader, event);
        }
    }

    private void subscribe(Exchange exchange, RequestReader reader, EventId event) throws BadRequestException {
        Aor presentity = reader.presentity();
        if (reader.contact().isEmpty()) {
            throw new BadRequestException(400, "Missing Contact header");
        }
        services.subscribing().subscribe(command(exchange, reader, event, presentity), answering(exchange));
    }

    private void subscribeInDialog(Exchange exchange, RequestReader reader, EventId event) throws BadRequestException {
        DialogId id = dialogId(exchange, reader);
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
                .subscribeInDialog(command(exchange, reader, event, presentity.get()), answering(exchange));
    }

    private ResponseCallback<SubscribeOutcome> answering(Exchange exchange) {
        return new ResponseCallback<>(exchange, outcome -> answer(exchange, outcome));
    }

    private void answer(Exchange exchange, SubscribeOutcome outcome) {
        if (outcome instanceof Rejected rejected) {
            exchange.reject(rejected.rejection());
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

    private SubscribeCommand command(Exchange exchange, RequestReader reader, EventId event, Aor presentity)
            throws BadRequestException {
        SIPRequest request = exchange.request();
        OptionalInt expires = reader.expires();
        List<String> routes = routes(request);
        RemoteTarget target = target(reader, routes);
        rejectOwnAddress(request, target.uri());
        rejectOwnAddress(request, target.destination());
        rejectOwnAddress(request, routes.isEmpty() ? "" : routes.get(0));
        Dialog dialog = new Dialog(
                dialogId(exchange, reader),
                bounded(request.getTo().getAddress().getURI().toString(), RequestReader.MAX_URI, "To"),
                bounded(request.getFrom().getAddress().getURI().toString(), RequestReader.MAX_URI, "From"),
                target,
                routes,
                localContact.of(request),
                flow(request, target, routes),
                reader.cseq());
        unproven.filter(each -> !dialog.isOver()).ifPresent(each -> each.subscribed(dialog, request));
        return new SubscribeCommand(
                presentity,
                event,
                watcher(request, reader),
                dialog,
                expires,
                reader.accept(),
                body(reader, services.packages().get(event.name())),
                reader.eventParameters(services.packages().get(event.name()).subscribeParameters()));
    }

    /** The flow of the request; unused if there is a route or an alias, which say more about where NOTIFYs go. */
    private Flow flow(SIPRequest request, RemoteTarget target, List<String> routes) throws BadRequestException {
        Flow flow = flows.of(request, contact(request));
        if (!routes.isEmpty() || !target.nextHop().isEmpty()) {
            return flow.unused();
        }
        rejectOwnAddress(request, flow.uri().orElse("")); // forged by whoever sent it
        return flow;
    }

    private static Optional<SipURI> contact(SIPRequest request) {
        ContactHeader contact = request.getContactHeader();
        return contact != null && contact.getAddress().getURI() instanceof SipURI uri
                ? Optional.of(uri)
                : Optional.empty();
    }

    private static Optional<Body> body(RequestReader reader, EventPackage eventPackage) throws BadRequestException {
        if (eventPackage.subscribeTypes().isEmpty() || !reader.hasBody()) {
            return Optional.empty();
        }
        Body body = reader.body(eventPackage.subscribeTypes());
        try {
            eventPackage.checkSubscribe(body);
        } catch (MalformedBodyException e) {
            throw new BadRequestException(400, e.getMessage());
        }
        return Optional.of(body);
    }

    private static DialogId dialogId(Exchange exchange, RequestReader reader) throws BadRequestException {
        String remoteTag = exchange.request().getFromTag();
        if (remoteTag == null) {
            throw new BadRequestException(400, "Missing tag in From header");
        }
        String localTag = reader.isWithinDialog() ? exchange.request().getToTag() : exchange.newTag();
        return new DialogId(
                reader.callId(),
                bounded(localTag, RequestReader.MAX_URI, "tag"),
                bounded(remoteTag, RequestReader.MAX_URI, "tag"));
    }

    /** Rejects a Contact that names this server: its NOTIFYs would loop. */
    private void rejectOwnAddress(SIPRequest request, String uri) throws BadRequestException {
        if (!uri.isEmpty() && localContact.isOwn(uri, request)) {
            throw new BadRequestException(400, "Contact is this server");
        }
    }

    private static RemoteTarget target(RequestReader reader, List<String> routes) throws BadRequestException {
        Optional<String> contact = reader.contact();
        if (contact.isEmpty()) {
            return RemoteTarget.at(""); // within a dialog: the service keeps the old target
        }
        String uri = contact.get();
        if (!uri.startsWith("sip:") && !uri.startsWith("sips:")) {
            throw new BadRequestException(400, "Bad Contact header");
        }
        bounded(uri, MAX_CONTACT, "Contact");
        return routes.isEmpty() ? reader.target(uri) : RemoteTarget.at(uri);
    }

    private static List<String> routes(SIPRequest request) throws BadRequestException {
        List<String> routes = Headers.uris(request, RecordRouteHeader.NAME);
        if (routes.stream().mapToInt(route -> route.length() + 1).sum() > MAX_ROUTES) {
            throw new BadRequestException(400, "Record-Route headers are too long");
        }
        return routes;
    }

    private static Watcher watcher(SIPRequest request, RequestReader reader) {
        return new Watcher(reader.identity(), displayName(request), reader.userAgent());
    }

    /** The display name that the presentity is shown; the URI is shown in any case, because its rules decide by it. */
    private static String displayName(SIPRequest request) {
        if (Privacy.hidesName(request)) {
            return ANONYMOUS;
        }
        String name = request.getFrom().getAddress().getDisplayName();
        return name == null ? "" : name.substring(0, Math.min(name.length(), MAX_DISPLAY_NAME));
    }

    private static String bounded(String text, int length, String what) throws BadRequestException {
        if (text.length() > length) {
            throw new BadRequestException(400, what + " is too long");
        }
        return text;
    }
}
