package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * What a proxy in front of a server must do: it authenticates the users, asserts their identities, and removes what they assert
 * themselves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class AuthenticatingProxyContract {

    private static final String REALM = "example.org";
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String NOBODY = "sip:nobody@example.org";
    private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>;tag=1";
    private static final String FORGED = "<sip:mallory@example.org>";
    private static final String PASSWORD = "secret of ";
    private static final String PHONE = "127.0.0.4";

    private ServerProcess server;
    private SipProxy proxy;
    private SipEndpoint endpoint;

    /** The installed proxy; without one the tests are skipped. */
    abstract SipProxy.Program program();

    /**
     * Its configuration, with these users only.
     *
     * @param accounts MD5 hashes by user name
     */
    abstract String configuration(Map<String, String> accounts);

    /** Whether a nonce is refused for its second request already in the first minutes after the start of the proxy. */
    abstract boolean refusesReplaysFromTheStart();

    @BeforeAll
    void start(@TempDir Path directory) {
        SipProxy.Program program = program();
        server = ServerProcess.started(
                directory.resolve("data"), Map.of("auth", "none", "domains", REALM, "trusted_peers", SipProxy.ADDRESS));
        String configuration = configuration(Map.of("alice", ha1("alice"), "bob", ha1("bob"), "carol", ha1("carol")));
        proxy = SipProxy.started(directory, program, configuration, server);
        endpoint = SipEndpoint.open(SipProxy.CLIENT);
    }

    @AfterAll
    void stop() {
        Stream.of(endpoint, proxy, server).filter(Objects::nonNull).forEach(AuthenticatingProxyContract::close);
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) { // none of them throws
            throw new IllegalStateException(e);
        }
    }

    private static String ha1(String user) {
        try {
            byte[] text = (user + ':' + REALM + ':' + PASSWORD + user).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DigestUser user(String name) {
        return DigestUser.of(name, PASSWORD + name);
    }

    private static SipMessage forging(SipMessage request) {
        return request.with("P-Asserted-Identity", FORGED).with("P-Preferred-Identity", FORGED);
    }

    private static SipMessage message(String to) {
        return forging(SipMessage.request("MESSAGE", BOB, to).withBody("text/plain", "Watson, come here."));
    }

    private List<String> watchers() {
        JsonNode all = server.admin().json("/api/v1/watchers?event=presence&presentity=" + ALICE);
        return all.path("watchers").findValuesAsText("uri");
    }

    private SipMessage call(DigestUser sender, Transport transport, SipMessage request) {
        return sender.call(endpoint, request, proxy.target(transport));
    }

    @ParameterizedTest
    @EnumSource
    void aRelayedMessageAssertsTheAuthenticatedSender(Transport transport) throws InterruptedException {
        BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();
        try (SipEndpoint phone = SipEndpoint.open(PHONE)) {
            phone.receive((request, order) -> {
                received.add(request);
                return AnswerRule.ok();
            });
            TestRegistrant alice =
                    new TestRegistrant(phone, proxy.target(transport), ALICE).authenticating(user("alice"));
            assertThat(alice.register(phone.contact(transport)).status())
                    .as("%s", proxy)
                    .isEqualTo(200);
            DigestUser bob = user("bob");
            assertThat(call(bob, transport, message(ALICE)).status())
                    .as("%s", proxy)
                    .isEqualTo(200);
            SipMessage relayed = received.poll(10, TimeUnit.SECONDS);
            assertThat(relayed.all("P-Asserted-Identity")).containsExactly('<' + BOB + '>');
            assertThat(relayed.has("P-Preferred-Identity")).isFalse();
            assertThat(relayed.has("Proxy-Authorization")).isFalse();
            assertThat(relayed.all("Via")).as("through the proxy, twice").hasSize(4);
            assertThat(call(bob, transport, message(ALICE).with("Privacy", "user;id"))
                            .status())
                    .isEqualTo(200);
            SipMessage secret = received.poll(10, TimeUnit.SECONDS);
            assertThat(secret.has("P-Asserted-Identity")).isFalse();
            assertThat(secret.required("Privacy")).isEqualTo("user;id");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriptionBelongsToTheAuthenticatedUser(Transport transport) {
        WatcherDialog watcher =
                new WatcherDialog(endpoint, proxy.target(transport), "sip:anonymous@anonymous.invalid", ALICE);
        DigestUser bob = user("bob");
        SipMessage ok = watcher.authenticating(bob).subscribe(300, AuthenticatingProxyContract::forging);
        assertThat(ok.status()).as("%s", proxy).isEqualTo(200);
        assertThat(watcher.next().state()).isEqualTo("active");
        assertThat(watchers()).containsExactly(BOB);
        UnaryOperator<SipMessage> routed = request -> forging(request).with("Route", ok.required("Record-Route"));
        assertThat(watcher.authenticating(user("carol")).subscribe(0, routed).status())
                .as("the subscription of another user")
                .isEqualTo(403);
        assertThat(watchers()).containsExactly(BOB);
        assertThat(watcher.authenticating(bob).subscribe(300, routed).status()).isEqualTo(200);
        assertThat(watcher.next().state()).isEqualTo("active");
        assertThat(watcher.subscribe(0, routed).status()).isEqualTo(200);
        assertThat(watcher.next().state()).isEqualTo("terminated");
        assertThat(watcher.violations()).isEmpty();
    }

    @Test
    void aUserPublishesForItselfOnly() {
        TestPublisher publisher = new TestPublisher(endpoint, proxy.target(Transport.UDP), ALICE);
        UnaryOperator<SipMessage> forged = request -> request.replacing("From", ANONYMOUS)
                .with("P-Asserted-Identity", '<' + ALICE + '>')
                .withBody("application/pidf+xml", TestPidf.open(ALICE, "here"));
        assertThat(publisher.authenticating(user("bob")).send(60, forged).status())
                .isEqualTo(403);
        assertThat(publisher.authenticating(user("alice")).send(60, forged).status())
                .isEqualTo(200);
    }

    @Test
    void whoIsNotAuthenticatedIsNotLetThrough() {
        TestTarget target = proxy.target(Transport.UDP);
        SipMessage request = message(NOBODY);
        SipMessage challenge = endpoint.call(request, target);
        assertThat(challenge.status()).isEqualTo(407);
        assertThat(challenge.required("Proxy-Authenticate")).contains("qop=\"auth\"");
        assertThat(call(DigestUser.of("bob", "a guess"), Transport.UDP, message(NOBODY))
                        .status())
                .isEqualTo(407);
        assertThat(call(user("dave"), Transport.UDP, message(NOBODY)).status()).isEqualTo(407);
        assertThat(call(user("carol"), Transport.UDP, message(NOBODY)).startLine())
                .isEqualTo("SIP/2.0 403 From is not the authenticated user");
    }

    @Test
    void aReplayIsRefused() {
        DigestUser bob = user("bob");
        assertThat(call(bob, Transport.UDP, message(NOBODY)).status())
                .as("nobody is registered")
                .isEqualTo(404);
        SipMessage replay = bob.credentials(message(NOBODY));
        endpoint.call(replay, proxy.target(Transport.UDP));
        assertThat(endpoint.call(replay, proxy.target(Transport.UDP)).status())
                .isEqualTo(refusesReplaysFromTheStart() ? 407 : 404);
    }
}
