package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.testkit.DigestAnswer;

/**
 * Several domains in one server, with the same user names: each has its own realm and limits, and the users of one can neither
 * act as users of another nor exhaust its limits.
 */
class DomainsIT extends DeployedServerTest {

    private static final int RATE = 5;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "domains=one.example,two.example,slow.example,small.example",
                "authentication=digest",
                "realm@one.example=Realm of one",
                "max_publications@one.example=1",
                "max_contacts@one.example=1",
                "max_subscriptions@one.example=1",
                "max_total_publications@small.example=2",
                "max_total_subscriptions@small.example=2",
                "max_requests_per_domain@slow.example=" + RATE);
    }

    /** A user with an account; the password is that of the domain. */
    private final class User {

        private final String uri;
        private final DigestUser credentials;

        User(String name, String domain) {
            uri = "sip:" + name + '@' + domain;
            String password = "secret of " + domain;
            credentials = DigestUser.of(name, password);
            assertThat(admin().put("/api/v1/subscribers/" + uri, "{\"password\":\"" + password + "\"}")
                            .statusCode())
                    .isEqualTo(204);
        }

        TestPublisher publisher(Scene scene) {
            return new TestPublisher(scene.endpoint(), scene.target(), uri).authenticating(credentials);
        }

        TestRegistrant phone(Scene scene) {
            return new TestRegistrant(scene.endpoint(), scene.target(), uri).authenticating(credentials);
        }

        WatcherDialog watcher(Scene scene, String presentity) {
            return scene.watcher(presentity, uri).authenticating(credentials);
        }
    }

    private static String name() {
        return "alice-" + SipEndpoint.token().substring(0, 8);
    }

    @OverUdpAndTcp
    void eachDomainHasItsOwnRealm(Scene scene) {
        for (String[] each : new String[][] {{"one.example", "Realm of one"}, {"two.example", "two.example"}}) {
            String uri = "sip:" + name() + '@' + each[0];
            SipMessage response = new TestPublisher(scene.endpoint(), scene.target(), uri).publishOpen("1");
            assertThat(response.status()).isEqualTo(401);
            assertThat(DigestUser.challenges(response, "WWW-Authenticate"))
                    .isNotEmpty()
                    .allMatch(challenge -> challenge.get("realm").equals(each[1]));
        }
    }

    @OverUdpAndTcp
    void usersWithTheSameNameAreDifferentUsers(Scene scene) {
        String name = name();
        User one = new User(name, "one.example");
        User two = new User(name, "two.example");
        assertThat(one.publisher(scene).publishOpen("of one").status()).isEqualTo(200);
        assertThat(two.publisher(scene).publishOpen("of two").status()).isEqualTo(200);
        WatcherDialog watcher = one.watcher(scene, one.uri);
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("of one").doesNotContain("of two");
        assertThat(new TestPublisher(scene.endpoint(), scene.target(), two.uri)
                        .authenticating(one.credentials)
                        .publishOpen("of one")
                        .status())
                .as("From of one domain, password of the other")
                .isEqualTo(401);
    }

    @OverUdpAndTcp
    void aUserCannotActForTheUserOfTheSameNameInAnotherDomain(Scene scene) {
        String name = name();
        User one = new User(name, "one.example");
        User two = new User(name, "two.example");
        assertThat(one.publisher(scene)
                        .send(
                                300,
                                request -> request.withStartLine("PUBLISH " + two.uri + " SIP/2.0")
                                        .withBody("application/pidf+xml", "<presence/>"))
                        .status())
                .isEqualTo(403);
        assertThat(one.phone(scene)
                        .send(request -> request.withStartLine("REGISTER sip:two.example SIP/2.0")
                                .replacing("To", '<' + two.uri + '>')
                                .with("Contact", "<sip:here@127.0.0.1:9>"))
                        .status())
                .isEqualTo(403);
        assertThat(one.watcher(scene, two.uri)
                        .event("presence.winfo")
                        .subscribe(300)
                        .status())
                .isEqualTo(403);
        assertThat(one.watcher(scene, two.uri).event("reg").subscribe(300).status())
                .isEqualTo(403);
    }

    @Test
    void documentsOfOneDomainAreNotAccessibleToUsersOfAnother() {
        String name = name();
        User one = new User(name, "one.example");
        User two = new User(name, "two.example");
        assertThat(put(one.uri, "one.example", name)).isEqualTo(201);
        assertThat(put(two.uri, "one.example", name)).isEqualTo(401);
        assertThat(put(two.uri, "two.example", name)).isEqualTo(201);
    }

    /** Writes a document with the password of a domain; returns the status. */
    private int put(String owner, String domain, String name) {
        String path = "/xcap/pres-rules/users/" + owner + "/index";
        String challenge = AdminClient.send(admin().anonymous(path))
                .headers()
                .firstValue("WWW-Authenticate")
                .orElseThrow();
        DigestAnswer answer = new DigestAnswer(challenge, name, "secret of " + domain, "0a4f113b");
        return AdminClient.send(admin().anonymous(path)
                        .header("Content-Type", "application/auth-policy+xml")
                        .header("Authorization", answer.header("PUT", path, 1))
                        .PUT(BodyPublishers.ofString("<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'/>")))
                .statusCode();
    }

    @OverUdpAndTcp
    void theLimitsOfOneDomainAreNotThoseOfAnother(Scene scene) {
        String name = name();
        User one = new User(name, "one.example");
        User two = new User(name, "two.example");
        assertThat(one.publisher(scene).publishOpen("1").status()).isEqualTo(200);
        assertThat(one.publisher(scene).publishOpen("2").status()).isEqualTo(403);
        assertThat(two.publisher(scene).publishOpen("1").status()).isEqualTo(200);
        assertThat(two.publisher(scene).publishOpen("2").status()).isEqualTo(200);
        String[] contacts = {"<sip:a@127.0.0.1:9>", "<sip:b@127.0.0.1:9>"};
        assertThat(one.phone(scene).register(contacts[0]).status()).isEqualTo(200);
        assertThat(one.phone(scene).register(contacts).status()).isEqualTo(403);
        assertThat(two.phone(scene).register(contacts).status()).isEqualTo(200);
        subscribes(scene, two, one, 200);
        subscribes(scene, two, one, 403);
        subscribes(scene, one, two, 200);
        subscribes(scene, one, two, 200);
        for (String bound : new String[] {"max_publications", "max_subscriptions"}) {
            assertThat(admin().metric("presence_requests_over_bound_total{bound=\"" + bound
                            + "\",domain=\"one.example\"}"))
                    .as(bound)
                    .isPositive();
        }
    }

    @OverUdpAndTcp
    void theTotalsOfOneDomainAreNotThoseOfAnother(Scene scene) {
        User[] small = {
            new User(name(), "small.example"), new User(name(), "small.example"), new User(name(), "small.example")
        };
        User two = new User(name(), "two.example");
        TestPublisher first = small[0].publisher(scene);
        TestPublisher second = small[1].publisher(scene);
        assertThat(first.publishOpen("1").status()).isEqualTo(200);
        assertThat(second.publishOpen("2").status()).isEqualTo(200);
        SipMessage refused = small[2].publisher(scene).publishOpen("3");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.first("Retry-After")).contains("300");
        assertThat(two.publisher(scene).publishOpen("other").status()).isEqualTo(200);
        assertThat(first.publishOpen("a change").status()).isEqualTo(200);
        WatcherDialog[] watchers = {
            two.watcher(scene, small[0].uri), two.watcher(scene, small[1].uri), two.watcher(scene, small[2].uri)
        };
        assertThat(watchers[0].subscribe(300).status()).isEqualTo(200);
        watchers[0].next();
        assertThat(watchers[1].subscribe(300).status()).isEqualTo(200);
        watchers[1].next();
        assertThat(watchers[2].subscribe(300).status()).isEqualTo(503);
        subscribes(scene, small[2], two, 200);
        assertThat(first.remove().status()).isEqualTo(200);
        assertThat(second.remove().status()).isEqualTo(200);
        for (WatcherDialog each : List.of(watchers[0], watchers[1])) {
            assertThat(each.subscribe(0).status()).isEqualTo(200);
        }
        TestPublisher third = small[2].publisher(scene);
        assertThat(third.publishOpen("3").status()).as("there is room again").isEqualTo(200);
        assertThat(third.remove().status()).isEqualTo(200);
    }

    private static void subscribes(Scene scene, User watcher, User presentity, int status) {
        WatcherDialog dialog = watcher.watcher(scene, presentity.uri);
        assertThat(dialog.subscribe(300).status()).isEqualTo(status);
        if (status == 200) {
            dialog.next();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void theFloodOfOneDomainDoesNotReachAnother(String transport) {
        User two = new User(name(), "two.example");
        try (Scene scene = scene(Transport.valueOf(transport))) {
            TestPublisher flood =
                    new TestPublisher(scene.endpoint(), scene.target(), "sip:" + name() + "@slow.example");
            TestPublisher good = two.publisher(scene);
            Set<Integer> statuses = new HashSet<>();
            for (int i = 0; i < 20 * RATE; i++) {
                statuses.add(flood.publishOpen("flood").status());
                assertThat(good.publishOpen("good").status()).isEqualTo(200);
            }
            assertThat(statuses).containsExactlyInAnyOrder(401, 503);
            assertThat(admin().metric("presence_requests_over_bound_total{bound=\"max_requests_per_domain\","
                            + "domain=\"slow.example\"}"))
                    .isPositive();
        }
    }

    @Test
    void theConfigurationShowsTheValuesOfDomains() {
        assertThat(admin().json("/api/v1/config").toString())
                .contains("\"max_publications\":\"100\",\"max_publications@one.example\":\"1\"")
                .contains("\"realm@one.example\":\"Realm of one\"");
    }
}
