package org.sippresence.sipclient;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A user agent that registers (RFC 3261 section 10.2) with one Call-ID and a CSeq that increases with each request. */
public final class TestRegistrant {

    private final SipEndpoint endpoint;
    private final TestTarget target;
    private final String aor;
    private final RequestSequence requests;

    /** Creates the user agent; nothing is sent yet. */
    public TestRegistrant(SipEndpoint endpoint, TestTarget target, String aor) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.target = Objects.requireNonNull(target, "target");
        this.aor = Objects.requireNonNull(aor, "aor");
        requests = new RequestSequence(aor);
    }

    /** Sends later requests with the credentials of this user. */
    public TestRegistrant authenticating(DigestUser user) {
        requests.authenticating(user);
        return this;
    }

    public String aor() {
        return aor;
    }

    /** The next REGISTER without Via and Contact. */
    public SipMessage request() {
        return requests.next("REGISTER", "sip:" + aor.substring(aor.indexOf('@') + 1), '<' + aor + '>');
    }

    /** Registers contacts, each as in the header: {@code <sip:alice@192.0.2.1>;expires=60}. */
    public SipMessage register(String... contacts) {
        return send(request -> {
            SipMessage all = request;
            for (String contact : contacts) {
                all = all.with("Contact", contact);
            }
            return all;
        });
    }

    /** Queries the contacts: those of the 200, unchanged. */
    public List<String> contacts() {
        SipMessage response = register();
        if (response.status() != 200) {
            throw new AssertionError("REGISTER was answered\n" + response);
        }
        return response.all("Contact");
    }

    /** Sends the next REGISTER, modified by the function, and waits for the final response. */
    public SipMessage send(UnaryOperator<SipMessage> change) {
        return SipEndpoint.await(start(change.apply(request())));
    }

    /** Sends a request with a new Via. */
    public CompletableFuture<SipMessage> start(SipMessage request) {
        return requests.send(request, endpoint, target);
    }
}
