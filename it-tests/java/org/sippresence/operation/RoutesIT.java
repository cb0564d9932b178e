package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Proxies in the route set: RFC 3261 sections 12.1.1 and 12.2.1.1. */
class RoutesIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static String uri(SipEndpoint proxy, Transport transport, String parameters) {
        return "<sip:" + proxy.hostPort() + (transport == Transport.TCP ? ";transport=tcp" : "") + parameters + '>';
    }

    @OverUdpAndTcp
    void looseRoutesAreKeptInTheirOrder(Scene scene) {
        try (SipEndpoint near = SipEndpoint.open(scene.target().address().getHostString())) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.watcher(alice).listenAt(near);
            String first = uri(near, scene.transport(), ";lr");
            String second = "\"Far, away\" <sip:far.example.net;lr;x=1>";
            SipMessage response =
                    watcher.subscribe(300, request -> request.with("Record-Route", first + ", " + second));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.all("Record-Route").stream().map(TestHeaders::uri))
                    .containsExactly(TestHeaders.uri(first), TestHeaders.uri(second));
            assertRouted(watcher.next().message(), watcher, first, second);
            scene.publish(alice, "x");
            assertRouted(watcher.next().message(), watcher, first, second);
        }
    }

    private static void assertRouted(SipMessage notify, WatcherDialog watcher, String... routes) {
        assertThat(notify.requestUri())
                .isEqualTo(TestHeaders.uri(watcher.request(1).required("Contact")));
        assertThat(notify.all("Route").stream().map(TestHeaders::uri))
                .containsExactly(Stream.of(routes).map(TestHeaders::uri).toArray(String[]::new));
    }

    @OverUdpAndTcp
    void strictRouteTakesThePlaceOfTheRequestUri(Scene scene) {
        try (SipEndpoint near = SipEndpoint.open(scene.target().address().getHostString())) {
            WatcherDialog watcher = scene.watcher(scene.user("alice")).listenAt(near);
            String strict = uri(near, scene.transport(), "");
            assertThat(watcher.subscribe(300, request -> request.with("Record-Route", strict))
                            .status())
                    .isEqualTo(200);
            SipMessage notify = watcher.next().message();
            assertThat(notify.requestUri()).isEqualTo(TestHeaders.uri(strict));
            assertThat(notify.all("Route")).containsExactly(scene.endpoint().contact(scene.transport()));
        }
    }

    /** RFC 3261 section 12.2: the route set of a dialog does not change by requests within it. */
    @OverUdpAndTcp
    void refreshDoesNotChangeTheRoutes(Scene scene) {
        try (SipEndpoint near = SipEndpoint.open(scene.target().address().getHostString())) {
            WatcherDialog watcher = scene.watcher(scene.user("alice")).listenAt(near);
            String route = uri(near, scene.transport(), ";lr");
            watcher.subscribe(300, request -> request.with("Record-Route", route));
            watcher.next();
            assertThat(watcher.subscribe(300, request -> request.with("Record-Route", "<sip:other.example.net;lr>"))
                            .status())
                    .isEqualTo(200);
            assertThat(watcher.next().message().all("Route")).containsExactly(route);
        }
    }

    /** RFC 3903 section 6: a PUBLISH creates no dialog. */
    @OverUdpAndTcp
    void publishIgnoresRecordRouteAndContact(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice)
                .send(
                        300,
                        request -> request.with("Record-Route", "<sip:far.example.net;lr>")
                                .with("Contact", "<sip:nowhere.example.net>")
                                .withBody("application/pidf+xml", TestPidf.open(alice, "x")));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.has("Record-Route")).isFalse();
    }
}
