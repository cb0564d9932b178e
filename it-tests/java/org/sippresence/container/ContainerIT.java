package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.arquillian.PresenceWar;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.hook.ClaimedTransaction;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;

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

    private SipMessage request(String method) {
        return SipMessage.request(method, "sip:bob@example.org", "sip:alice@example.org");
    }

    private SipMessage send(SipMessage request, Transport transport) {
        try (SipEndpoint endpoint = SipEndpoint.open()) {
            return endpoint.call(request, server.target(transport));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requestIsAnswered(Transport transport) {
        assertThat(send(request("OPTIONS"), transport).status()).isEqualTo(200);
    }

    @Test
    void applicationLearnsItsSettingsAndItsAddresses() {
        assertThat(send(request("PUBLISH").with("Event", "presence"), Transport.UDP)
                        .toString())
                .contains("max_expires=77")
                .contains("sip_port=" + server.sipPort())
                .contains("Listening[transport=udp, host=127.0.0.1, port=" + server.sipPort());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requestWithoutAHeaderThatItsMethodNeedsIsABadRequest(Transport transport) {
        SipMessage response = send(request("SUBSCRIBE").with("Event", "presence"), transport);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.startLine()).contains("Contact");
        assertThat(response.toTag()).isPresent();
    }

    @Test
    void ownTransactionIsAnsweredAndTerminatedAndItsLateAnswerIsSwallowed() throws InterruptedException {
        BlockingQueue<SipMessage> notifies = new LinkedBlockingQueue<>();
        try (SipEndpoint endpoint = SipEndpoint.open()) {
            endpoint.register("2", (notify, order) -> AnswerRule.status(481).then(() -> notifies.add(notify)));
            String branch = ClaimedTransaction.BRANCH_PREFIX + "0a1";
            SipMessage message = request("MESSAGE")
                    .with("X-Target", "sip:" + endpoint.hostPort())
                    .with("X-Branch", branch);
            TestTarget target = server.target(Transport.UDP);
            assertThat(endpoint.call(message, target).status()).isEqualTo(200);
            SipMessage notify = notifies.poll(5, TimeUnit.SECONDS);
            assertThat(notify.branch()).isEqualTo(branch);

            await().untilAsserted(() -> assertThat(events()).contains("answered 481"));
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(events()).contains("terminated"));
            endpoint.sendRaw(SipMessage.response(notify, 481, "2").bytes(), target);
            assertThat(endpoint.call(request("OPTIONS"), target).status()).isEqualTo(200);
        }
    }

    @Test
    void ownTransactionToNobodyEndsWithoutAnAnswer() {
        SipMessage message = request("MESSAGE")
                .with("X-Target", "sip:127.0.0.1:" + FreePorts.next() + ";transport=tcp")
                .with("X-Branch", ClaimedTransaction.BRANCH_PREFIX + "0b1");
        assertThat(send(message, Transport.UDP).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(events()).contains("refused").doesNotContain("Missing"));
    }

    @Test
    void httpAnswersAndTellsNothingAboutTheContainer() {
        HttpResponse<String> response = http("/nowhere");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("Tomcat");
        assertThat(response.headers().firstValue("Server")).hasValue("Presence");
    }

    private HttpResponse<String> http(String path) {
        return AdminClient.send(new AdminClient(server, "none").anonymous(path));
    }

    private String events() {
        return http("/events").body();
    }
}
