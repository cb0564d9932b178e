package org.sippresence.sip;

import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.sip.header.EventHeader;
import javax.sip.header.SubscriptionStateHeader;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.IncomingNotify;
import org.sippresence.clientsubscription.IncomingNotify.SubscriptionState;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.model.Body;
import org.sippresence.model.DialogId;
import org.sippresence.model.MediaType;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.sip.client.PeerReader;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.FastPathExchange;
import org.sippresence.sip.message.Headers;

/**
 * Handles NOTIFYs of client subscriptions before the container receives them and answers them without a transaction: a
 * retransmission is recognized by its CSeq. A SUBSCRIBE of this server that loops back is rejected with 482.
 */
final class NotifyHandler implements RequestInterceptor {

    private final ClientSubscriptions subscriptions;
    private final RandomIdentifiers tags;

    /** @param tags source of the tags of responses to requests outside dialogs */
    NotifyHandler(ClientSubscriptions subscriptions, RandomIdentifiers tags) {
        this.subscriptions = subscriptions;
        this.tags = tags;
    }

    @Override
    public boolean intercept(Incoming arrival) {
        SIPRequest request = arrival.request();
        if (request.getCallId() == null || request.getFrom() == null || request.getTo() == null) {
            return false;
        }
        return switch (request.getMethod()) {
            case "NOTIFY" -> isOurs(request, request.getToTag()) && receive(arrival);
            case "SUBSCRIBE" ->
                request.getToTag() == null && isOurs(request, request.getFromTag()) && rejectLoop(arrival);
            default -> false;
        };
    }

    private boolean isOurs(SIPRequest request, String tag) {
        return tag != null && subscriptions.isOurs(request.getCallId().getCallId(), tag);
    }

    private boolean rejectLoop(Incoming arrival) {
        answer(arrival, Optional.of(Rejection.of(482, "Loop Detected")));
        return true;
    }

    private boolean receive(Incoming arrival) {
        try {
            subscriptions.onNotify(read(arrival.request()), rejection -> answer(arrival, rejection));
        } catch (BadRequestException e) {
            answer(arrival, Optional.of(e.rejection()));
        }
        return true;
    }

    private static IncomingNotify read(SIPRequest request) throws BadRequestException {
        if (!(request.getHeader(EventHeader.NAME) instanceof EventHeader event)) {
            throw new BadRequestException(400, "Missing Event header");
        }
        if (!(request.getHeader(SubscriptionStateHeader.NAME) instanceof SubscriptionStateHeader state)) {
            throw new BadRequestException(400, "Missing Subscription-State header");
        }
        if (request.getFromTag() == null) {
            throw new BadRequestException(400, "Missing tag in From header");
        }
        RequestChecks.checkExtensions(request, "Require", Set.of());
        return new IncomingNotify(
                new DialogId(request.getCallId().getCallId(), request.getToTag(), request.getFromTag()),
                request.getCSeq().getSeqNumber(),
                event.getEventType().strip(),
                state(state),
                PeerReader.ofRequest(request, request.getFromTag()),
                body(request));
    }

    private static SubscriptionState state(SubscriptionStateHeader header) {
        String reason = header.getReasonCode();
        return new SubscriptionState(
                header.getState().toLowerCase(Locale.ROOT),
                reason == null ? "" : reason.toLowerCase(Locale.ROOT),
                seconds(header.getExpires()),
                seconds(header.getRetryAfter()));
    }

    private static OptionalInt seconds(int value) {
        return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Optional<Body> body(SIPRequest request) throws BadRequestException {
        byte[] bytes = request.getRawContent();
        if (bytes == null || bytes.length == 0) {
            return Optional.empty();
        }
        if (!Headers.values(request, "Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase)) {
            throw new BadRequestException(Rejection.of(415, "Unsupported Media Type", "Accept-Encoding", "identity"));
        }
        ContentType type = request.getContentTypeHeader();
        try {
            return Optional.of(Body.of(new MediaType(type.getContentType(), type.getContentSubType()), bytes));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new BadRequestException(400, "Bad Content-Type header");
        }
    }

    /**
     * Sends the response. Runs on any thread; never throws. Retransmissions of a NOTIFY are recognized by CSeq, so no transaction
     * is kept.
     */
    private void answer(Incoming arrival, Optional<Rejection> rejection) {
        FastPathExchange exchange = new FastPathExchange(arrival.request(), tags, arrival.returnPath());
        rejection.ifPresentOrElse(exchange::reject, () -> exchange.answer(exchange.response(200)));
    }
}
