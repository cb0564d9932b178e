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
    private final RequestSequence requests;
    private volatile Optional<String> entityTag = Optional.empty();

    /**
     * Creates the publisher; nothing is sent yet.
     *
     * @param presentity SIP URI, without angle brackets
     */
    public TestPublisher(SipEndpoint endpoint, TestTarget target, String presentity) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.target = Objects.requireNonNull(target, "target");
        this.presentity = Objects.requireNonNull(presentity, "presentity");
        requests = new RequestSequence(presentity);
    }

    /** Sends later requests with the credentials of this user. */
    public TestPublisher authenticating(DigestUser user) {
        requests.authenticating(user);
        return this;
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
    public SipMessage request(int expires) {
        SipMessage publish = requests.next("PUBLISH", presentity, '<' + presentity + '>')
                .with("Event", "presence")
                .with("Expires", String.valueOf(expires));
        return entityTag.map(etag -> publish.with("SIP-If-Match", etag)).orElse(publish);
    }

    /** Publishes a PIDF document, for the first time or as a modification. */
    public SipMessage publish(String pidf, int expires) {
        return send(expires, request -> request.withBody(PIDF, pidf));
    }

    /** Publishes one open tuple with this note for five minutes. */
    public SipMessage publishOpen(String note) {
        return publish(TestPidf.open(presentity, note), 300);
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
        return requests.send(request, endpoint, target).thenApply(response -> {
            if (response.status() < 300) {
                entityTag = removes ? Optional.empty() : response.first("SIP-ETag");
            }
            return response;
        });
    }
}
