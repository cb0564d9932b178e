package org.sippresence.sipclient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A user with a password who authenticates by Digest, as a phone does (RFC 3261 section 22, RFC 7616, RFC 8760): a
 * challenged request is sent again with credentials, and later requests carry credentials at once, with the next nonce
 * count. May be shared by all dialogs of the user. Thread-safe.
 */
public final class DigestUser {

    private static final int ATTEMPTS = 3;
    private static final Map<String, String> CREDENTIALS =
            Map.of("WWW-Authenticate", "Authorization", "Proxy-Authenticate", "Proxy-Authorization");

    private final String username;
    private final String password;
    private final Map<String, Session> sessions = new HashMap<>();
    private String algorithm = "";
    private String qop = "auth";
    private boolean preemptive = true;
    private UnaryOperator<DigestParameters> signed = UnaryOperator.identity();
    private UnaryOperator<DigestParameters> forged = UnaryOperator.identity();

    private DigestUser(String username, String password) {
        this.username = Objects.requireNonNull(username, "username");
        this.password = Objects.requireNonNull(password, "password");
    }

    /** A user, named in credentials by this text: the user part of the address, or the address without scheme. */
    public static DigestUser of(String username, String password) {
        return new DigestUser(username, password);
    }

    /** The user of a SIP URI, named by its user part. */
    public static DigestUser at(String uri, String password) {
        return of(uri.substring(uri.indexOf(':') + 1, uri.indexOf('@')), password);
    }

    /** Answers challenges with this hash function only; if not called, the first one that the client supports. */
    public synchronized DigestUser algorithm(String only) {
        algorithm = only;
        return this;
    }

    /**
     * Sets the quality of protection.
     *
     * @param value {@code auth}, {@code auth-int}, or an empty text for none (RFC 2069)
     */
    public synchronized DigestUser qop(String value) {
        qop = value;
        return this;
    }

    /** Sends no credentials before a challenge. */
    public synchronized DigestUser waitingForChallenges() {
        preemptive = false;
        return this;
    }

    /** Changes the credentials before the response is computed: it is right for what is sent. */
    public synchronized DigestUser signing(UnaryOperator<DigestParameters> change) {
        signed = change;
        return this;
    }

    /** Changes the credentials after the response was computed. */
    public synchronized DigestUser forging(UnaryOperator<DigestParameters> change) {
        forged = change;
        return this;
    }

    /** Sends a request, and waits for the final response. */
    public SipMessage call(SipEndpoint endpoint, SipMessage request, TestTarget target) {
        return SipEndpoint.await(start(request, UnaryOperator.identity(), each -> endpoint.start(each, target)));
    }

    /**
     * Sends a request, without Via, and again with credentials for each challenge that it can answer.
     *
     * @param renumber gives the repetition its CSeq; identity: one more than that of the challenged request
     * @return the last final response
     */
    CompletableFuture<SipMessage> start(SipMessage request, UnaryOperator<SipMessage> renumber, Sender sender) {
        return attempt(withCredentials(request), renumber, sender, 1);
    }

    /** Sends a request with a new Via. */
    interface Sender {
        CompletableFuture<SipMessage> send(SipMessage request);
    }

    private CompletableFuture<SipMessage> attempt(
            SipMessage request, UnaryOperator<SipMessage> renumber, Sender sender, int attempt) {
        return sender.send(request).thenCompose(response -> {
            learn(request, response);
            if (attempt == ATTEMPTS || !take(request, response)) {
                return CompletableFuture.completedFuture(response);
            }
            SipMessage next = renumber.apply(request);
            return attempt(
                    credentials(next.cseq() > request.cseq() ? next : next(next)), renumber, sender, attempt + 1);
        });
    }

    private static SipMessage next(SipMessage request) {
        return request.replacing("CSeq", request.cseq() + 1 + " " + request.method());
    }

    private synchronized SipMessage withCredentials(SipMessage request) {
        return preemptive ? credentials(request) : request;
    }

    /** The request with new credentials for each realm that has challenged this user. */
    public synchronized SipMessage credentials(SipMessage request) {
        SipMessage authorized = request;
        for (Map.Entry<String, Session> each : sessions.entrySet()) {
            authorized = authorized.replacing(each.getKey(), each.getValue().credentials(request));
        }
        return authorized;
    }

    /** Takes a challenge. False: it is none, or the client cannot answer it, or has done so and was refused. */
    private synchronized boolean take(SipMessage request, SipMessage response) {
        boolean taken = false;
        for (Map.Entry<String, String> each : CREDENTIALS.entrySet()) {
            Optional<DigestParameters> challenge = challenges(response, each.getKey()).stream()
                    .filter(this::canAnswer)
                    .findFirst();
            if (response.status() == (each.getKey().startsWith("P") ? 407 : 401)
                    && challenge
                            .filter(found -> isNew(request, each.getValue(), found))
                            .isPresent()) {
                sessions.put(each.getValue(), new Session(challenge.get()));
                taken = true;
            }
        }
        return taken;
    }

    /** The challenges of a response, in their order; several headers are never joined (RFC 3261 section 7.3.1). */
    public static List<DigestParameters> challenges(SipMessage response, String header) {
        return response.headers().stream()
                .filter(each -> each.name().equalsIgnoreCase(header))
                .map(each -> DigestParameters.parse(each.value()))
                .toList();
    }

    private boolean canAnswer(DigestParameters challenge) {
        boolean wanted = algorithm.isEmpty()
                ? challenge.isSupported()
                : challenge.algorithm().equalsIgnoreCase(algorithm);
        return wanted && (qop.isEmpty() || challenge.offers(qop));
    }

    /** Whether the request had no credentials for the realm, or old ones: RFC 7616 section 3.3, stale. */
    private static boolean isNew(SipMessage request, String header, DigestParameters challenge) {
        return request.first(header)
                .map(DigestParameters::parse)
                .filter(sent -> sent.get("realm").equals(challenge.get("realm")))
                .map(sent -> challenge.get("stale").equalsIgnoreCase("true"))
                .orElse(true);
    }

    /** Reads nextnonce, and checks the server's response (RFC 7616 section 3.5, RFC 3261 section 20.6). */
    private synchronized void learn(SipMessage request, SipMessage response) {
        learn(request, response, "Authorization", "Authentication-Info");
        learn(request, response, "Proxy-Authorization", "Proxy-Authentication-Info");
    }

    private void learn(SipMessage request, SipMessage response, String credentials, String information) {
        Optional<DigestParameters> info = response.first(information).map(DigestParameters::parse);
        if (info.isEmpty() || !request.has(credentials)) {
            return;
        }
        DigestParameters sent = DigestParameters.parse(request.required(credentials));
        String proof = info.get().get("rspauth");
        if (!proof.isEmpty() && !proof.equals(sent.responseOfServer(password, response.body()))) {
            throw new AssertionError("rspauth is wrong in\n" + response + "\nto\n" + request);
        }
        String nonce = info.get().get("nextnonce");
        Session session = sessions.get(credentials);
        if (!nonce.isEmpty() && session != null && session.isFor(sent)) {
            sessions.put(credentials, new Session(session.challenge.with("nonce", nonce)));
        }
    }

    /** The nonce of the last challenge, and how often it was used. */
    private final class Session {

        private final DigestParameters challenge;
        private final String clientNonce = SipEndpoint.token();
        private int number;

        Session(DigestParameters challenge) {
            this.challenge = challenge;
        }

        boolean isFor(DigestParameters sent) {
            return challenge.get("nonce").equals(sent.get("nonce"));
        }

        String credentials(SipMessage request) {
            number++;
            DigestParameters made = new DigestParameters(Map.of())
                    .with("username", username)
                    .with("realm", challenge.get("realm"))
                    .with("nonce", challenge.get("nonce"))
                    .with("uri", request.requestUri())
                    .with("algorithm", challenge.algorithm());
            if (!qop.isEmpty()) {
                made = made.with("qop", qop)
                        .with("nc", String.format("%08x", number))
                        .with("cnonce", clientNonce);
            }
            if (challenge.values().containsKey("opaque")) {
                made = made.with("opaque", challenge.get("opaque"));
            }
            made = signed.apply(made);
            return forged.apply(made.with("response", made.response(password, request.method(), request.body())))
                    .header();
        }
    }
}
