package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.PresenceWar;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.hook.ClaimedTransaction;

/** The container with a minimal application. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ContainerIT {

    private static final String SIP_XML = """
            <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet" xmlns:javaee="http://java.sun.com/xml/ns/javaee" version="1.1">
              <app-name>presence</app-name>
              <servlet-selection><main-servlet>probe</main-servlet></servlet-selection>
              <servlet>
                <javaee:servlet-name>probe</javaee:servlet-name>
                <javaee:servlet-class>org.sippresence.container.ProbeServlet</javaee:servlet-class>
                <javaee:load-on-startup>1</javaee:load-on-startup>
              </servlet>
            </sip-app>
            """;
    private static final String WEB_XML = """
            <web-app xmlns="http://java.sun.com/xml/ns/javaee" version="3.0" metadata-complete="true">
              <absolute-ordering/>
              <servlet>
                <servlet-name>events</servlet-name>
                <servlet-class>org.sippresence.container.ProbeServlet$Events</servlet-class>
              </servlet>
              <servlet-mapping><servlet-name>events</servlet-name><url-pattern>/events</url-pattern></servlet-mapping>
            </web-app>
            """;

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive probe() {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "probe.war")
                .addClasses(ProbeServlet.class.getDeclaredClasses())
                .addClass(ProbeServlet.class)
                .addAsWebInfResource(new StringAsset(SIP_XML), "sip.xml")
                .addAsWebInfResource(new StringAsset(WEB_XML), "web.xml");
        return PresenceWar.set(war, "max_expires=77");
    }

    @Test
    void requestOverUdpIsAnswered() throws Exception {
        try (ContainerWire wire = new ContainerWire(server.sip())) {
            wire.send(ContainerWire.request("OPTIONS", "UDP " + wire.here() + ";branch=z9hG4bKo1"));

            assertThat(wire.receive()).startsWith("SIP/2.0 200 ").contains("z9hG4bKo1");
        }
    }

    @Test
    void requestOverTcpIsAnswered() throws Exception {
        assertThat(ContainerWire.overTcp(
                        server.sip(), ContainerWire.request("OPTIONS", "TCP 127.0.0.1:9;branch=z9hG4bKo2")))
                .startsWith("SIP/2.0 200 ");
    }

    @Test
    void applicationLearnsItsSettingsAndItsAddresses() throws Exception {
        try (ContainerWire wire = new ContainerWire(server.sip())) {
            wire.send(ContainerWire.request("PUBLISH", "UDP " + wire.here() + ";branch=z9hG4bKo3", "Event: presence"));

            assertThat(wire.receive())
                    .contains("max_expires=77")
                    .contains("sip_port=" + server.sip().getPort())
                    .contains("Listening[transport=udp, host=127.0.0.1, port="
                            + server.sip().getPort());
        }
    }

    @Test
    void requestWithoutAHeaderThatItsMethodNeedsIsABadRequest() throws Exception {
        try (ContainerWire wire = new ContainerWire(server.sip())) {
            wire.send(
                    ContainerWire.request("SUBSCRIBE", "UDP " + wire.here() + ";branch=z9hG4bKo4", "Event: presence"));

            assertThat(wire.receive())
                    .startsWith("SIP/2.0 400 ")
                    .contains("Contact")
                    .containsPattern("To: .*;tag=");
        }
        assertThat(ContainerWire.overTcp(
                        server.sip(),
                        ContainerWire.request("SUBSCRIBE", "TCP 127.0.0.1:9;branch=z9hG4bKo5", "Event: presence")))
                .startsWith("SIP/2.0 400 ")
                .contains("Contact");
    }

    @Test
    void ownTransactionIsAnsweredAndTerminatedAndItsLateAnswerIsSwallowed() throws Exception {
        try (ContainerWire wire = new ContainerWire(server.sip())) {
            String branch = ClaimedTransaction.BRANCH_PREFIX + "0a1";
            wire.send(ContainerWire.request(
                    "MESSAGE",
                    "UDP " + wire.here() + ";branch=z9hG4bKm1",
                    "X-Target: sip:" + wire.here(),
                    "X-Branch: " + branch));
            assertThat(wire.receive()).startsWith("SIP/2.0 200 ");
            String notify = wire.receive();
            assertThat(notify).startsWith("NOTIFY ").contains(branch);

            String answer = "SIP/2.0 481 Gone" + notify.substring(notify.indexOf("\r\n"));
            wire.send(answer);
            await().untilAsserted(() -> assertThat(events()).contains("answered 481"));
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(events()).contains("terminated"));
            wire.send(answer);

            wire.send(ContainerWire.request("OPTIONS", "UDP " + wire.here() + ";branch=z9hG4bKm2"));
            assertThat(wire.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void ownTransactionToNobodyEndsWithoutAnAnswer() throws Exception {
        int nobody = freePort();
        try (ContainerWire wire = new ContainerWire(server.sip())) {
            wire.send(ContainerWire.request(
                    "MESSAGE",
                    "UDP " + wire.here() + ";branch=z9hG4bKn1",
                    "X-Target: sip:127.0.0.1:" + nobody + ";transport=tcp",
                    "X-Branch: " + ClaimedTransaction.BRANCH_PREFIX + "0b1"));
            assertThat(wire.receive()).startsWith("SIP/2.0 200 ");

            await().untilAsserted(() -> assertThat(events()).contains("refused").doesNotContain("Missing"));
        }
    }

    @Test
    void httpAnswersAndTellsNothingAboutTheContainer() throws Exception {
        var response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri("/nowhere")).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("Tomcat");
        assertThat(response.headers().firstValue("Server")).hasValue("Presence");
    }

    private String events() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri("/events")).build(), BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
