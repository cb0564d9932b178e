package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.WatcherDialog;

/** Bodies of PUBLISH: other types, multipart, compressed, large. */
class PublishBodiesIT extends DeployedServerTest {

    private static final String PIDF = "application/pidf+xml";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static SipMessage publishPacked(TestPublisher publisher, String encoding, byte[] body) {
        return publisher.send(
                300, request -> request.with("Content-Encoding", encoding).withBody(PIDF, body));
    }

    private static void assertSeen(Scene scene, String presentity, String words) {
        assertThat(scene.seen(presentity)).contains(words);
    }

    @OverUdpAndTcp
    void cpimPidfIsAcceptedAndSeenAsPidf(Scene scene) {
        String alice = scene.user("alice");
        String body = TestPidf.open(alice, "older words")
                .replace("urn:ietf:params:xml:ns:pidf", "urn:ietf:params:xml:ns:cpim-pidf");
        assertThat(scene.publisher(alice)
                        .send(300, request -> request.withBody("application/cpim-pidf+xml", body))
                        .status())
                .isEqualTo(200);
        assertThat(scene.seen(alice))
                .contains("older words", "urn:ietf:params:xml:ns:pidf\"")
                .doesNotContain("cpim-pidf");
    }

    @OverUdpAndTcp
    void presencePartOfAMultipartIsPublished(Scene scene) {
        String alice = scene.user("alice");
        String body = "--frontier\r\nContent-Type: text/plain\r\n\r\nsomething else\r\n"
                + "--frontier\r\nContent-Type: application/pidf+xml\r\n\r\n" + TestPidf.open(alice, "part of many")
                + "\r\n--frontier--\r\n";
        assertThat(scene.publisher(alice)
                        .send(300, request -> request.withBody("multipart/mixed;boundary=\"frontier\"", body))
                        .status())
                .isEqualTo(200);
        assertSeen(scene, alice, "part of many");
    }

    @OverUdpAndTcp
    void gzippedBodyIsUnpacked(Scene scene) throws IOException {
        String alice = scene.user("alice");
        byte[] body = gzip(TestPidf.open(alice, "zipped words").getBytes(UTF_8));
        assertThat(publishPacked(scene.publisher(alice), "gzip", body).status()).isEqualTo(200);
        assertSeen(scene, alice, "zipped words");
    }

    @OverUdpAndTcp
    void deflatedBodyIsUnpacked(Scene scene) throws IOException {
        String alice = scene.user("alice");
        byte[] body = deflate(TestPidf.open(alice, "deflated words").getBytes(UTF_8));
        assertThat(publishPacked(scene.publisher(alice), "deflate", body).status())
                .isEqualTo(200);
        assertSeen(scene, alice, "deflated words");
    }

    @OverUdpAndTcp
    void bodyThatInflatesBeyondTheLimitGets413(Scene scene) throws IOException {
        String alice = scene.user("alice");
        byte[] plain = TestPidf.open(alice, "x".repeat(5_000_000)).getBytes(UTF_8);
        assertThat(publishPacked(scene.publisher(alice), "gzip", gzip(plain)).status())
                .isEqualTo(413);
        assertThat(publishPacked(scene.publisher(alice), "deflate", deflate(plain))
                        .status())
                .isEqualTo(413);
    }

    @OverUdpAndTcp
    void bodyThatIsNotWhatItsEncodingSaysGets400(Scene scene) {
        String alice = scene.user("alice");
        byte[] plain = TestPidf.open(alice, "x").getBytes(UTF_8);
        assertThat(publishPacked(scene.publisher(alice), "gzip", plain).status())
                .isEqualTo(400);
    }

    @OverUdpAndTcp
    void unknownEncodingGets415WithAcceptEncoding(Scene scene) {
        String alice = scene.user("alice");
        byte[] plain = TestPidf.open(alice, "x").getBytes(UTF_8);
        SipMessage response = publishPacked(scene.publisher(alice), "br", plain);
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.all("Accept-Encoding")).contains("gzip", "deflate");
    }

    @OverUdpAndTcp
    void bodyOverTheLimitGets413(Scene scene) {
        String alice = scene.user("alice");
        assertThat(scene.publish(alice, "x".repeat(Servers.MAX_BODY)).status()).isEqualTo(413);
    }

    @OverUdpAndTcp
    void bodyJustUnderTheLimitIsPublishedAndNotified(Scene scene) {
        String alice = scene.user("alice");
        String words = "y".repeat(Servers.MAX_BODY - 500);
        assertThat(scene.publish(alice, words).status()).isEqualTo(200);
        assertSeen(scene, alice, words);
    }

    @Test
    void whatIsNotValidByItsSchemaIsNotShown(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        String body = TestPidf.person(
                alice, "open", "<r:mood><r:happy/><r:glad/></r:mood><r:user-input>typing</r:user-input>");
        assertThat(scene.publisher(alice).publish(body, 300).status()).isEqualTo(200);
        assertThat(watcher.next().text())
                .contains("<r:mood><r:happy/></r:mood>")
                .doesNotContain("glad")
                .doesNotContain("user-input");
    }
}
