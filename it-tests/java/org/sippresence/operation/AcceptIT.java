package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Selection of the document type: Accept by RFC 3261 section 20.1 and RFC 6665 section 3.1.3. */
class AcceptIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/pidf+xml | application/pidf+xml",
                "Application/PIDF+XML | application/pidf+xml",
                "application/cpim-pidf+xml | application/cpim-pidf+xml",
                "application/lpidf+xml | application/lpidf+xml",
                "application/xpidf+xml | application/xpidf+xml",
                "text/xml+msrtc.pidf | text/xml+msrtc.pidf",
                "application/foo, application/xpidf+xml | application/xpidf+xml",
                "*/* | application/pidf+xml",
                "application/* | application/pidf+xml",
                "application/xpidf+xml;q=0.5, application/pidf+xml;q=0.9 | application/pidf+xml",
                "application/pidf+xml;q=0.1, application/xpidf+xml;q=0.8 | application/xpidf+xml",
                "application/pidf+xml;q=0, application/cpim-pidf+xml | application/cpim-pidf+xml",
                "application/pidf+xml;q=0, */* | application/cpim-pidf+xml",
                "application/*, application/pidf+xml;q=0.0 | application/cpim-pidf+xml"
            })
    void typeIsTheBestAcceptedOne(String accept, String expected) {
        try (Scene scene = scene(Transport.UDP)) {
            WatcherDialog watcher = scene.watcher(scene.user("alice")).accepting(accept);
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            assertThat(watcher.next().contentType()).isEqualTo(expected);
        }
    }

    @OverUdpAndTcp
    void nothingAcceptableGets406(Scene scene) {
        SipMessage response = scene.watcher(scene.user("alice"))
                .accepting("text/plain, application/sdp")
                .subscribe(300);
        assertThat(response.status()).isEqualTo(406);
    }

    @Test
    void severalAcceptLinesAreOneList(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice")).accepting("text/plain");
        assertThat(watcher.subscribe(300, request -> request.with("Accept", "application/cpim-pidf+xml"))
                        .status())
                .isEqualTo(200);
        assertThat(watcher.next().contentType()).isEqualTo("application/cpim-pidf+xml");
    }
}
