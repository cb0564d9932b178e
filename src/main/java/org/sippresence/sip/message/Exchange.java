package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sippresence.model.Characters;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;

/** One request and its one final response. The request is as the stack parsed it, on either path. Thread-safe. */
public abstract sealed class Exchange permits FastPathExchange, ServletExchange {

    private static final int LONGEST_REASON = 120;

    private final SIPRequest request;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final String newTag;

    /** Headers of a 2xx. */
    private List<Reply.Field> onSuccess = List.of();

    /** @param tags source of the local tag */
    Exchange(SIPRequest request, RandomIdentifiers tags) {
        this.request = request;
        this.newTag = tags.next();
    }

    public final SIPRequest request() {
        return request;
    }

    /** A new local tag for a dialog that the request creates; a request within a dialog has it in its To header. */
    public final String newTag() {
        return newTag;
    }

    /** Creates a final response to be completed and passed to {@link #answer}. */
    public final Reply response(int status) {
        Reply reply = new Reply(status, SIPResponse.getReasonPhrase(status));
        if (isSuccess(status)) {
            reply.fields.addAll(onSuccess);
        }
        return reply;
    }

    private static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    /** Adds a header to the final response if that is a 2xx. To be called before the request is passed on. */
    public final void addToSuccess(String header, String value) {
        onSuccess = List.of(new Reply.Field(header, value));
    }

    /** Adds the headers for a 2xx to the response of another server. */
    final void addFields(SIPResponse relayed) {
        if (isSuccess(relayed.getStatusCode())) {
            onSuccess.forEach(each -> relayed.addHeader(Headers.of(each.name(), each.value())));
        }
    }

    /**
     * Sends the final response; a second one is dropped. Never throws: an unreachable client must not affect other work in the
     * lane.
     */
    public final void answer(Reply reply) {
        if (claim()) {
            send(reply);
        }
    }

    /**
     * As {@link #answer}, but without state for retransmissions, so that requests of clients that have not authenticated need no
     * memory (RFC 3261 section 8.2.7). A retransmission is handled as a new request.
     */
    public final void answerStatelessly(Reply reply) {
        if (claim()) {
            sendStatelessly(reply);
        }
    }

    /** Claims the right to respond; true for the first caller only. */
    final boolean claim() {
        return answered.compareAndSet(false, true);
    }

    /** Sends the response. Called once; must not throw. */
    abstract void send(Reply reply);

    /** As {@link #send}, without state where that is possible. */
    abstract void sendStatelessly(Reply reply);

    /** Transfers the right to respond to the relay; empty if the request has a response already. */
    public abstract Optional<RelayOrigin> detach();

    /** Sends a rejection. Never throws, as {@link #answer}. */
    public final void reject(Rejection rejection) {
        answer(reply(rejection));
    }

    /** As {@link #reject}, but without state for retransmissions, as {@link #answerStatelessly}. */
    public final void rejectStatelessly(Rejection rejection) {
        answerStatelessly(reply(rejection));
    }

    private static Reply reply(Rejection rejection) {
        Reply reply = new Reply(rejection.status(), rejection.reason());
        rejection.headers().forEach(reply::with);
        return reply;
    }

    /** Responds with a server failure: the request may be valid, but cannot be processed now. */
    public final void fail(int status) {
        reject(Rejection.of(
                status, status == 503 ? "Service Unavailable" : "Server Internal Error", "Retry-After", "5"));
    }

    /** A response that is being built. */
    public static final class Reply {

        private final int status;
        private final String reason;
        private final List<Field> fields = new ArrayList<>(4);

        private Reply(int status, String reason) {
            this.status = status;
            this.reason = isLine(reason) ? reason : SIPResponse.getReasonPhrase(status);
        }

        /** A header field with its value. */
        public record Field(String name, String value) {}

        /** Prevents header injection: a value must be a single line. */
        private static boolean isLine(String text) {
            return text.length() <= LONGEST_REASON && Characters.all(text, c -> c >= ' ');
        }

        public int status() {
            return status;
        }

        public String reason() {
            return reason;
        }

        /** The header fields in the order of the message. */
        public List<Field> fields() {
            return fields;
        }

        public Reply with(String header, String value) {
            fields.add(new Field(header, value));
            return this;
        }

        /** Adds an empty Supported header: no option tags are supported beyond those of the packages (RFC 3261 section 20.37). */
        public Reply withoutOptions() {
            return with("Supported", "");
        }

        public Reply withContact(String uri) {
            return with("Contact", '<' + uri + '>');
        }
    }
}
