package org.sippresence.sip;

import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
import org.sippresence.sip.fastpath.FastPathExchange;
import org.sippresence.sip.message.BadRequestException;

/**
 * Handles NOTIFYs of client subscriptions before the container receives them and answers them without a transaction: a
 * retransmission is recognized by its CSeq. A SUBSCRIBE of this server that loops back is rejected with 482.
 */
final class NotifyHandler implements RequestInterceptor {

    private static final List<String> NEEDED = List.of("Event", "Subscription-State");

    private final ClientSubscriptions upstream;
    private final RandomIdentifiers tags;

    /** @param tags source of the tags of responses to requests outside dialogs */
    NotifyHandler(ClientSubscriptions upstream, RandomIdentifiers tags) {
        this.upstream = upstream;
        this.tags = tags;
    }

    @Override
    public boolean intercept(Incoming arrival) {
        SIPRequest request = arrival.request();
        if (request.getCallId() == null || request.getFrom() == null || request.getTo() == null) {
            return false;
        }
        return switch (request.getMethod()) {
            case "NOTIFY" -> isOurs(request, request.getToTag()) && takeNotify(arrival);
            case "SUBSCRIBE" ->
                request.getToTag() == null && isOurs(request, request.getFromTag()) && refuseLoop(arrival);
            default -> false;
        };
    }

    private boolean isOurs(SIPRequest request, String tag) {
        return tag != null && upstream.isOurs(request.getCallId().getCallId(), tag);
    }

    private boolean refuseLoop(Incoming arrival) {
        answer(arrival, Optional.of(Rejection.of(482, "Loop Detected")));
        return true;
    }

    private boolean takeNotify(Incoming arrival) {
        try {
            upstream.onNotify(read(arrival.request()), refused -> answer(arrival, refused));
        } catch (BadRequestException e) {
            answer(arrival, Optional.of(e.rejection()));
        }
        return true;
    }

    private static IncomingNotify read(SIPRequest request) throws BadRequestException {
        for (String each : NEEDED) {
            if (request.getHeader(each) == null) {
                throw new BadRequestException(400, "Missing " + each + " header");
            }
        }
        if (request.getFromTag() == null) {
            throw new BadRequestException(400, "Missing tag in From header");
        }
        Optional<String> required = PeerReader.value(request, "Require");
        if (required.isPresent()) { // RFC 3261 section 8.2.2.3
            throw new BadRequestException(Rejection.of(420, "Bad Extension", "Unsupported", required.get()));
        }
        String event =
                PeerReader.value(request, "Event").orElse("").split(";", 2)[0].strip();
        DialogId dialog = new DialogId(request.getCallId().getCallId(), request.getToTag(), request.getFromTag());
        return new IncomingNotify(
                dialog,
                request.getCSeq().getSeqNumber(),
                event,
                state(PeerReader.value(request, "Subscription-State").orElse("")),
                PeerReader.ofRequest(request, request.getFromTag()),
                body(request));
    }

    private static SubscriptionState state(String value) {
        String[] parts = value.toLowerCase(Locale.ROOT).split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] sides = parts[i].split("=", 2);
            parameters.put(sides[0].strip(), sides.length == 2 ? sides[1].strip() : "");
        }
        return new SubscriptionState(
                parts[0].strip(),
                parameters.getOrDefault("reason", ""),
                seconds(parameters, "expires"),
                seconds(parameters, "retry-after"));
    }

    private static OptionalInt seconds(Map<String, String> parameters, String name) {
        return PeerReader.seconds(parameters.getOrDefault(name, ""));
    }

    private static Optional<Body> body(SIPRequest request) throws BadRequestException {
        byte[] bytes = request.getRawContent();
        if (bytes == null || bytes.length == 0) {
            return Optional.empty();
        }
        String encoding = PeerReader.value(request, "Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
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
    private void answer(Incoming arrival, Optional<Rejection> refused) {
        FastPathExchange exchange =
                new FastPathExchange(arrival.request(), tags, Optional.empty(), arrival.returnPath());
        refused.ifPresentOrElse(exchange::refuse, () -> exchange.answer(exchange.response(200)));
    }
}
