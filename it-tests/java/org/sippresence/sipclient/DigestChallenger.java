package org.sippresence.sipclient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The side of Digest that challenges: a proxy or a server that accepts requests with the right password only, each nonce count
 * once and in rising order. Thread-safe.
 */
public final class DigestChallenger {

    private final int status;
    private final String realm;
    private final String password;
    private final List<DigestParameters> accepted = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private List<String> algorithms = List.of("SHA-256", "MD5");
    private String qop = "auth";
    private String nonce = SipEndpoint.token();

    private DigestChallenger(int status, String realm, String password) {
        this.status = status;
        this.realm = Objects.requireNonNull(realm, "realm");
        this.password = Objects.requireNonNull(password, "password");
    }

    /** A proxy, which challenges by 407. */
    public static DigestChallenger proxy(String realm, String password) {
        return new DigestChallenger(407, realm, password);
    }

    /** A server, which challenges by 401. */
    public static DigestChallenger server(String realm, String password) {
        return new DigestChallenger(401, realm, password);
    }

    /** The hash functions of the challenges, in their order. */
    public synchronized DigestChallenger algorithms(String... names) {
        algorithms = List.of(names);
        return this;
    }

    /** What the challenges offer to protect: {@code auth}, {@code auth-int} or both. */
    public synchronized DigestChallenger qop(String values) {
        qop = values;
        return this;
    }

    /** Makes all nonces so far stale. */
    public synchronized void renew() {
        nonce = SipEndpoint.token();
    }

    /** The credentials that were accepted, oldest first. */
    public synchronized List<DigestParameters> accepted() {
        return List.copyOf(accepted);
    }

    /** The challenge to a request; empty if it has credentials that are accepted. */
    public synchronized Optional<AnswerRule> challenge(SipMessage request) {
        Optional<DigestParameters> sent = request.headers().stream()
                .filter(each -> each.name().equalsIgnoreCase(status == 407 ? "Proxy-Authorization" : "Authorization"))
                .map(each -> DigestParameters.parse(each.value()))
                .filter(each -> each.get("realm").equals(realm))
                .findFirst();
        boolean right = sent.filter(each -> isRight(request, each)).isPresent();
        if (right && isFresh(sent.get())) {
            accepted.add(sent.get());
            return Optional.empty();
        }
        if (right) {
            renew(); // the nonce is stale or its count was used
        }
        return Optional.of(challenge(right));
    }

    private boolean isRight(SipMessage request, DigestParameters sent) {
        return sent.get("uri").equals(request.requestUri())
                && sent.get("response").equals(sent.response(password, request.method(), request.body()));
    }

    private boolean isFresh(DigestParameters sent) {
        int count = Integer.parseInt(sent.get("nc"), 16);
        boolean fresh = sent.get("nonce").equals(nonce) && count > counts.getOrDefault(nonce, 0);
        if (fresh) {
            counts.put(nonce, count);
        }
        return fresh;
    }

    /** The response with one challenge for each hash function. */
    public synchronized AnswerRule challenge(boolean stale) {
        AnswerRule rule = AnswerRule.status(status);
        for (String each : algorithms) {
            rule = rule.with(
                    status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate",
                    "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", qop=\"" + qop + "\", algorithm=" + each
                            + (stale ? ", stale=true" : ""));
        }
        return rule;
    }
}
