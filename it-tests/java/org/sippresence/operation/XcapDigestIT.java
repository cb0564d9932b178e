package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.testkit.DigestAnswer;

/** Users authenticate before they read or write XCAP documents, and can access their own tree only. */
class XcapDigestIT extends DeployedServerTest {

    private static final String ALICE = "/xcap/pres-rules/users/sip:alice@example.org/index";
    private static final String BOB = "/xcap/pres-rules/users/sip:bob@example.org/index";
    private static final String GLOBAL = "/xcap/xcap-caps/global/index";
    private static final String RULES = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'/>";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("domains=example.net,example.org");
    }

    @BeforeEach
    void aliceAndBobAreSubscribers() {
        for (String user : List.of("alice@example.org", "bob@example.org", "nina@example.net")) {
            String name = user.substring(0, user.indexOf('@'));
            assertThat(admin().put("/api/v1/subscribers/sip:" + user, "{\"password\":\"" + name + "'s secret\"}")
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private HttpResponse<String> send(String method, String path, Optional<String> authorization) {
        HttpRequest.Builder request = admin().anonymous(path)
                .header("Content-Type", "application/auth-policy+xml")
                .method(method, method.equals("PUT") ? BodyPublishers.ofString(RULES) : BodyPublishers.noBody());
        authorization.ifPresent(value -> request.header("Authorization", value));
        return AdminClient.send(request);
    }

    private List<String> challenges(String path) {
        HttpResponse<String> asked = send("GET", path, Optional.empty());
        assertThat(asked.statusCode()).isEqualTo(401);
        List<String> challenges = asked.headers().allValues("WWW-Authenticate");
        assertThat(challenges).hasSize(2);
        assertThat(challenges.get(0)).startsWith("Digest realm=\"example.").contains("algorithm=MD5,");
        assertThat(challenges.get(1)).startsWith("Digest realm=\"example.").contains("algorithm=SHA-256,");
        return challenges;
    }

    private DigestAnswer user(String name, String path) {
        return new DigestAnswer(challenges(path).get(0), name, name + "'s secret", "0a4f113b");
    }

    private HttpResponse<String> as(DigestAnswer user, String method, String path, int number) {
        return send(method, path, Optional.of(user.header(method, path, number)));
    }

    /** The first header or the last one: clients of RFC 2617 read only one, and support MD5 only. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theOwnTreeIsOpenWhicheverOneChallengeAClientReads(int which) {
        String challenge = challenges(ALICE).get(which);
        assertThat(challenge).startsWith("Digest realm=\"example.org\"");
        DigestAnswer alice = new DigestAnswer(challenge, "alice", "alice's secret", "0a4f113b");
        assertThat(as(alice, "PUT", ALICE, 1).statusCode()).isIn(200, 201);
        assertThat(as(alice, "GET", ALICE, 2).body()).isEqualTo(RULES);
        assertThat(as(alice, "DELETE", ALICE, 3).statusCode()).isEqualTo(200);
        assertThat(as(alice, "GET", ALICE, 4).statusCode()).isEqualTo(404);
    }

    @Test
    void aNodeSelectorWithItsNamespacesIsPartOfWhatIsSigned() {
        DigestAnswer alice = user("alice", ALICE);
        assertThat(as(alice, "PUT", ALICE, 1).statusCode()).isIn(200, 201);
        String element =
                ALICE + "/~~/cp:ruleset/cp:rule%5B@id=%22a%22%5D?xmlns(cp=urn:ietf:params:xml:ns:common-policy)";
        assertThat(as(alice, "GET", element, 2).statusCode()).isEqualTo(404);
        String header = alice.header("GET", element, 3);
        assertThat(send("GET", element.replace("%22a", "%22b"), Optional.of(header))
                        .statusCode())
                .as("a header for another element")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "cp:rule[@id=\"a\"], cp:rule[@id=\"a\"]",
                "cp:rule[@id=\"a\"], cp:rule%5B@id=%22a%22%5D",
                "cp:rule%5b@id=%22a%22%5d, cp:rule[@id=\"a\"]",
                "cp%3arule%5b%40id%3d%22a%22%5d, cp:rule%5B@id=%22a%22%5D",
            })
    void aNodeSelectorMayBeEscapedOrNotInTheRequestLineAndInTheHeader(String sent, String signed) throws IOException {
        String rules = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'><rule id='a'/></ruleset>";
        DigestAnswer alice = user("alice", ALICE);
        String put = raw("PUT", ALICE, alice.header("PUT", ALICE, 1), "http", rules);
        assertThat(put).containsPattern("^HTTP/1.1 20[01]");
        String element = ALICE + "/~~/cp:ruleset/";
        String binding = "?xmlns(cp=urn:ietf:params:xml:ns:common-policy)";
        String header = alice.header("GET", element + signed + binding, 2);
        assertThat(raw("GET", element + sent + binding, header, "http", "")).startsWith("HTTP/1.1 200");
        String other = sent.replace("22a", "22b").replace("\"a", "\"b");
        String again = alice.header("GET", element + signed + binding, 3);
        assertThat(raw("GET", element + other + binding, again, "http", ""))
                .as("a header for another element")
                .startsWith("HTTP/1.1 401");
    }

    /** Sends a request line unchanged, which the other tests' library does not. */
    private String raw(String method, String target, String authorization, String host, String body)
            throws IOException {
        try (Socket socket =
                new Socket(server().http().getAddress(), server().http().getPort())) {
            socket.setSoTimeout(10_000);
            String credentials = authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";
            socket.getOutputStream()
                    .write((method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                                    + credentials + "Content-Type: application/auth-policy+xml\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theTreeOfSomebodyElseIsNot() {
        DigestAnswer alice = user("alice", BOB);
        assertThat(as(alice, "GET", BOB, 1).statusCode()).isEqualTo(403);
        assertThat(as(alice, "PUT", BOB, 2).statusCode()).isEqualTo(403);
        assertThat(as(alice, "DELETE", BOB, 3).statusCode()).isEqualTo(403);
    }

    @Test
    void globalTreesAreForTheUsersOfEachDomainToRead() {
        assertThat(challenges(GLOBAL)).allMatch(each -> each.startsWith("Digest realm=\"example.net\""));
        DigestAnswer nina = user("nina", GLOBAL);
        assertThat(as(nina, "GET", GLOBAL, 1).statusCode()).isEqualTo(200);
        assertThat(as(nina, "PUT", GLOBAL, 2).statusCode()).isEqualTo(403);
        DigestAnswer alice = user("alice", ALICE);
        assertThat(as(alice, "GET", GLOBAL, 1).statusCode())
                .as("in the realm of the own tree")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, , example.org",
        "xcap.example.org, , example.org",
        "XCAP.Example.NET, , example.net",
        "notexample.org, , example.net",
        "192.0.2.1, , example.net",
        "192.0.2.1, \"sip:alice@example.org\", example.org",
        "example.net, sip:alice@example.org, example.org",
        "example.org, \"sip:mallory@example.com\", example.org",
    })
    void theChallengeOfAGlobalTreeIsForTheDomainThatTheClientNames(String host, String identity, String realm)
            throws IOException {
        String hint = identity == null ? "" : "\r\nX-3GPP-Intended-Identity: " + identity;
        String asked = raw("GET", GLOBAL, "", host + hint, "");
        assertThat(asked).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Digest realm=\"" + realm + "\"");
        Matcher challenge = Pattern.compile("WWW-Authenticate: (Digest .*)").matcher(asked);
        assertThat(challenge.find()).isTrue();
        String name = realm.equals("example.org") ? "alice" : "nina";
        DigestAnswer user = new DigestAnswer(challenge.group(1), name, name + "'s secret", "0a4f113b");
        assertThat(raw("GET", GLOBAL, user.header("GET", GLOBAL, 1), host + hint, ""))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whoAnswersInTheWrongRealmIsAskedAgainInTheOwnOne() {
        String name = "alice@example.org";
        DigestAnswer wrong = new DigestAnswer(challenges(GLOBAL).get(0), name, "alice's secret", "0a4f113b");
        HttpResponse<String> refused = as(wrong, "GET", GLOBAL, 1);
        assertThat(refused.statusCode()).isEqualTo(401);
        String challenge = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
        assertThat(challenge).startsWith("Digest realm=\"example.org\"");
        DigestAnswer right = new DigestAnswer(challenge, name, "alice's secret", "0a4f113b");
        assertThat(as(right, "GET", GLOBAL, 1).statusCode()).isEqualTo(200);
    }

    @Test
    void wrongPasswordsAndUnknownUsersGetTheSameAnswer() {
        for (String name : List.of("alice", "nobody")) {
            DigestAnswer wrong = new DigestAnswer(challenges(ALICE).get(0), name, "guess", "c");
            HttpResponse<String> refused = as(wrong, "GET", ALICE, 1);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate")).noneMatch(each -> each.contains("stale"));
        }
    }

    @Test
    void anAnswerCountsOnce() {
        DigestAnswer alice = user("alice", ALICE);
        assertThat(as(alice, "PUT", ALICE, 1).statusCode()).isIn(200, 201);
        HttpResponse<String> again = as(alice, "PUT", ALICE, 1);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.headers().allValues("WWW-Authenticate").subList(0, 2))
                .allMatch(each -> each.contains("stale=true"));
    }

    @Test
    void aUserWhoIsRemovedIsOutAtOnce() {
        DigestAnswer bob = user("bob", BOB);
        assertThat(as(bob, "GET", BOB, 1).statusCode()).isEqualTo(404);
        assertThat(admin().delete("/api/v1/subscribers/sip:bob@example.org").statusCode())
                .isEqualTo(204);
        assertThat(as(bob, "GET", BOB, 2).statusCode()).isEqualTo(401);
    }

    @Test
    void theAdministratorSeesAll() {
        Optional<String> token = Optional.of("Bearer " + Servers.ADMIN_TOKEN);
        assertThat(send("PUT", BOB, token).statusCode()).isIn(200, 201);
        assertThat(send("GET", BOB, token).body()).isEqualTo(RULES);
        assertThat(send("GET", BOB, Optional.of("Bearer wrong")).statusCode()).isEqualTo(401);
    }
}
