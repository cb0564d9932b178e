package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** A subscription to xcap-diff survives a restart of the server, with its list of URIs and its notification mode. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class XcapDiffRestartIT {

    private static final String ALICE = "sip:alice@example.org";
    private static final String INDEX = "resource-lists/users/" + ALICE + "/index";
    private static final String TYPE = "application/resource-lists+xml";

    @TempDir
    private Path data;

    private static void put(ServerProcess server, String path, String entries) {
        assertThat(server.admin().put("/xcap/" + path, TYPE, list(entries)).statusCode())
                .isBetween(200, 201);
    }

    private static String list(String entries) {
        return "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>" + entries
                + "</list></resource-lists>";
    }

    @Test
    void afterAKillTheListIsStillKnown() {
        Map<String, String> settings = Map.of("auth", "none", "xcap_diff_min_interval", "0");
        try (ServerProcess server = ServerProcess.started(data, settings);
                SipEndpoint endpoint = SipEndpoint.open(server.host())) {
            put(server, INDEX, "<entry uri=\"sip:a@example.org\"/>");
            WatcherDialog phone = new WatcherDialog(endpoint, server.target(Transport.UDP), ALICE, ALICE)
                    .event("xcap-diff;diff-processing=aggregate");
            assertThat(phone.subscribe(600, request -> request.withBody(TYPE, list("<entry uri=\"" + INDEX + "\"/>")))
                            .status())
                    .isEqualTo(200);
            assertThat(phone.next().text())
                    .contains("xcap-root=\"http://" + server.host() + ':' + server.httpPort() + "/xcap/\"")
                    .contains(INDEX);
            server.awaitAcknowledged();
            server.kill9();
            server.start();
            put(server, "resource-lists/users/" + ALICE + "/other", "");
            put(server, INDEX, "<entry uri=\"sip:a@example.org\"/><entry uri=\"sip:b@example.org\"/>");
            assertThat(phone.next().text())
                    .as("whole after the restart")
                    .contains("sel=\"" + INDEX + "\" new-etag=")
                    .doesNotContain("other")
                    .doesNotContain("previous-etag");
            put(server, INDEX, "<entry uri=\"sip:a@example.org\"/>");
            assertThat(phone.next().text()).contains("previous-etag=").contains("<d:remove sel=\"*/*[1]/*[2]\"/>");
            assertThat(phone.violations()).isEmpty();
            server.assertNoLaneFailed();
        }
    }
}
