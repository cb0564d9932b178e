package org.sippresence.sipclient;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** One publication from its publisher's side (RFC 3903): keeps the entity-tag of the last success. */
public final class TestPublisher {

    private static final String PIDF = "application/pidf+xml";

    private final SipEndpoint endpoint;
    private final TestTarget target;
    private final String presentity;
    private final String callId = SipEndpoint.token() + "@it";
    private final String tag = SipEndpoint.token();
    private volatile Optional<String> entityTag = Optional.empty();
    private int cseq;

    /**
     * Creates the publisher; nothing is sent yet.
     *
     * @param presentity SIP URI, without angle brackets
     */
    public TestPublisher(SipEndpoint endpoint, TestTarget target, String presentity) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.target = Objects.requireNonNull(target, "target");
        this.presentity = Objects.requireNonNull(presentity, "presentity");
    }

    public String presentity() {
        return presentity;
    }

    /** The entity-tag of the last success; empty before the first and after a removal. */
    public Optional<String> entityTag() {
        return entityTag;
    }

    public void entityTag(String etag) {
        entityTag = Optional.of(etag);
    }

    /** The next PUBLISH without Via and body; with SIP-If-Match if there is an entity-tag. */
    public synchronized SipMessage request(int expires) {
        cseq++;
        SipMessage publish = SipMessage.request("PUBLISH", presentity)
                .with("Max-Forwards", "70")
                .with("From", '<' + presentity + ">;tag=" + tag)
                .with("To", '<' + presentity + '>')
                .with("Call-ID", callId)
                .with("CSeq", cseq + " PUBLISH")
                .with("Event", "presence")
                .with("Expires", String.valueOf(expires));
        return entityTag.map(etag -> publish.with("SIP-If-Match", etag)).orElse(publish);
    }

    /** Publishes a PIDF document, for the first time or as a modification. */
    public SipMessage publish(String pidf, int expires) {
        return send(expires, request -> request.withBody(PIDF, pidf));
    }

    /** As {@link #publish(String, int)} for an hour, without waiting. */
    public CompletableFuture<SipMessage> publishLater(String pidf) {
        return start(request(3600).withBody(PIDF, pidf));
    }

    public SipMessage refresh(int expires) {
        return send(expires, UnaryOperator.identity());
    }

    public SipMessage remove() {
        return send(0, UnaryOperator.identity());
    }

    /** Sends the next PUBLISH, modified by the function, and waits for the final response. */
    public SipMessage send(int expires, UnaryOperator<SipMessage> change) {
        return SipEndpoint.await(start(change.apply(request(expires))));
    }

    /** Sends a request with a new Via. */
    public CompletableFuture<SipMessage> start(SipMessage request) {
        boolean removes = request.first("Expires").equals(Optional.of("0"));
        return endpoint.send(request.withFirst("Via", endpoint.via(target.transport())), target)
                .thenApply(response -> {
                    if (response.status() < 300) {
                        entityTag = removes ? Optional.empty() : response.first("SIP-ETag");
                    }
                    return response;
                });
    }
}
