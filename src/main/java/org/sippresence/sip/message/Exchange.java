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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one final response. The request is as the stack parsed it, by whichever way it came. Thread-safe.
 */
public abstract class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int LONGEST_REASON = 120;

    private final SIPRequest request;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final String newTag;

    /** @param tags that our tag is taken from */
    public Exchange(SIPRequest request, RandomIdentifiers tags) {
        this.request = request;
        this.newTag = tags.next();
    }

    public final SIPRequest request() {
        return request;
    }

    /** Has the request read and decided; what is wrong with it is its answer. */
    public final void handle(Handling handling) {
        try {
            handling.run();
        } catch (BadRequestException e) {
            refuse(e.rejection());
        } catch (IllegalArgumentException e) { // of the model, at an address that the parser let pass
            LOG.debug("malformed {}: {}", request.getMethod(), e.toString());
            refuse(Rejection.of(400, "Malformed address"));
        }
    }

    /** What a handler does with a request. */
    @FunctionalInterface
    public interface Handling {

        /** Nothing was done if this throws. */
        void run() throws BadRequestException;
    }

    /** Our tag of the dialog that the request makes; one within a dialog has it in its To header. */
    public final String newTag() {
        return newTag;
    }

    /** A final response to be completed and given to {@link #answer}. */
    public final Reply response(int status) {
        return new Reply(status, SIPResponse.getReasonPhrase(status));
    }

    /**
     * Sends the final response; a second one is dropped. Never throws: a client that is gone must not stop what else waits in
     * the lane.
     */
    public final void answer(Reply reply) {
        if (claim()) {
            send(reply);
        }
    }

    /** Whether the caller is the one who answers; true once. */
    public final boolean claim() {
        return answered.compareAndSet(false, true);
    }

    /** Called once; must not throw. */
    public abstract void send(Reply reply);

    /** Leaves the answer to whoever relays the request; empty if it has one already. */
    public abstract Optional<RelayOrigin> detach();

    /** Never throws, as {@link #answer}. */
    public final void refuse(Rejection rejection) {
        Reply reply = new Reply(rejection.status(), rejection.reason());
        rejection.headers().forEach(reply::with);
        answer(reply);
    }

    /** The request could be right, but it cannot be served now. */
    public final void fail(int status) {
        refuse(Rejection.of(
                status, status == 503 ? "Service Unavailable" : "Server Internal Error", "Retry-After", "5"));
    }

    /** A response in the making. */
    public static final class Reply {

        private final int status;
        private final String reason;
        private final List<Field> fields = new ArrayList<>(4);

        private Reply(int status, String reason) {
            this.status = status;
            this.reason = isLine(reason) ? reason : SIPResponse.getReasonPhrase(status);
        }

        /** A header with its value. */
        public record Field(String name, String value) {}

        /** Whatever a text was made of, it may not become a header. */
        private static boolean isLine(String text) {
            return text.length() <= LONGEST_REASON && Characters.all(text, c -> c >= ' ');
        }

        public int status() {
            return status;
        }

        public String reason() {
            return reason;
        }

        /** In the order in which they stand in the message. */
        public List<Field> fields() {
            return fields;
        }

        public Reply with(String header, String value) {
            fields.add(new Field(header, value));
            return this;
        }

        /** No option tag is supported beyond the packages' own means (RFC 3261 section 20.37). */
        public Reply withoutOptions() {
            return with("Supported", "");
        }

        public Reply withContact(String uri) {
            return with("Contact", '<' + uri + '>');
        }
    }
}
