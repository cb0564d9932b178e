package org.sippresence.sipclient;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.testkit.DigestAnswer;

/**
 * A SIP user that manages presence rules on the built-in XCAP server like a user's client, with HTTP Digest. Every
 * response except a success fails the test. Not thread-safe.
 */
public final class XcapUser {

    private static final String PASSWORD = "secret of a test";
    private static final String DOCUMENT = "application/auth-policy+xml";
    private static final String ELEMENT = "application/xcap-el+xml";

    private final AdminClient admin;
    private final String user;
    private Optional<DigestAnswer> digest = Optional.empty();
    private int requests;

    private XcapUser(AdminClient admin, String user) {
        this.admin = admin;
        this.user = user;
    }

    /**
     * Adds the user's account to the server.
     *
     * @param user SIP URI, without angle brackets
     */
    public static XcapUser subscribed(AdminClient admin, String user) {
        XcapUser made = new XcapUser(admin, Objects.requireNonNull(user, "user"));
        made.succeeded(admin.put("/api/v1/subscribers/" + user, "{\"password\":\"" + PASSWORD + "\"}"));
        return made;
    }

    /** Creates or replaces the user's rules document. */
    public void rules(String document) {
        succeeded(authorized("PUT", path(), DOCUMENT, document));
    }

    /** Removes the user's rules document. */
    public void withoutRules() {
        succeeded(authorized("DELETE", path(), DOCUMENT, ""));
    }

    /** Creates or replaces the rule with this id in the document. */
    public void rule(String id, String element) {
        succeeded(authorized("PUT", path(id), ELEMENT, element));
    }

    /** Removes one rule of the document. */
    public void withoutRule(String id) {
        succeeded(authorized("DELETE", path(id), ELEMENT, ""));
    }

    private String path() {
        return "/xcap/pres-rules/users/" + user + "/index";
    }

    private String path(String rule) {
        return path() + "/~~/cp:ruleset/cp:rule%5B@id=%22" + rule
                + "%22%5D?xmlns(cp=urn:ietf:params:xml:ns:common-policy)";
    }

    private HttpResponse<String> authorized(String method, String path, String type, String body) {
        if (digest.isEmpty()) {
            String challenge = AdminClient.send(admin.anonymous(path))
                    .headers()
                    .firstValue("WWW-Authenticate")
                    .orElseThrow();
            String name = user.substring(user.indexOf(':') + 1, user.indexOf('@'));
            digest = Optional.of(new DigestAnswer(challenge, name, PASSWORD, SipEndpoint.token()));
        }
        requests++;
        BodyPublisher content = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return AdminClient.send(admin.anonymous(path)
                .header("Authorization", digest.get().header(method, path, requests))
                .header("Content-Type", type)
                .method(method, content));
    }

    private void succeeded(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.request() + " of " + user + ": " + answer.statusCode() + ' '
                    + answer.headers().map() + '\n' + answer.body());
        }
    }
}
