package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestXml;
import org.sippresence.sipclient.WatcherDialog;

/** The documents that watchers receive: composition, the old formats, and the preservation of unknown elements. */
class FormatsIT extends DeployedServerTest {

    private static final String PIDF = "urn:ietf:params:xml:ns:pidf";

    private static final String RICH = "<tuple id='t1'><status><basic>open</basic>"
            + "<ts:state xmlns:ts='urn:example:timed'>away</ts:state></status>"
            + "<rp:class xmlns:rp='urn:ietf:params:xml:ns:pidf:rpid'>work</rp:class>"
            + "<c:card xmlns:c='urn:ietf:params:xml:ns:pidf:cipid'>http://example.org/card</c:card>"
            + "<contact priority='0.8'>sip:alice@192.0.2.1</contact><note xml:lang='de'>grüße</note></tuple>"
            + "<note>for all</note>"
            + "<dm:person xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' id='p1'>"
            + "<rp:activities xmlns:rp='urn:ietf:params:xml:ns:pidf:rpid'><rp:meeting/></rp:activities></dm:person>"
            + "<dm:device xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' id='d1'>"
            + "<dm:deviceID>urn:x-mac:0003ba4811e3</dm:deviceID></dm:device>"
            + "<u:unknown xmlns:u='urn:example:unknown' u:flag='1'>kept<u:inner/></u:unknown>";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static Notification seen(Scene scene, String presentity, String accept) {
        WatcherDialog watcher = scene.watcher(presentity).accepting(accept);
        watcher.subscribe(300);
        return watcher.next();
    }

    private static TestXml pidf(Scene scene, String presentity) {
        Notification notification = seen(scene, presentity, "application/pidf+xml");
        assertThat(notification.contentType()).isEqualTo("application/pidf+xml");
        return TestXml.of(notification.text());
    }

    @Test
    void offlinePresentityIsClosedWithoutContact(Scene scene) {
        String alice = scene.user("alice");
        TestXml document = pidf(scene, alice);
        assertThat(document.rootNamespace()).isEqualTo(PIDF);
        assertThat(document.values("/presence/@entity")).containsExactly(alice);
        assertThat(document.values("//basic")).allMatch("closed"::equals);
        assertThat(document.count("//contact")).isZero();
    }

    @Test
    void pidfKeepsWhatItDoesNotKnow(Scene scene) {
        String alice = scene.user("alice");
        scene.publisher(alice).publish(TestPidf.document(alice, RICH), 300);
        TestXml document = pidf(scene, alice);
        assertThat(document.values("/presence/tuple/status/basic")).containsExactly("open");
        assertThat(document.values("/presence/tuple/status/state")).containsExactly("away");
        assertThat(document.values("/presence/tuple/class")).containsExactly("work");
        assertThat(document.values("/presence/tuple/card")).containsExactly("http://example.org/card");
        assertThat(document.values("/presence/tuple/contact")).containsExactly("sip:alice@192.0.2.1");
        assertThat(document.values("/presence/tuple/contact/@priority")).containsExactly("0.8");
        assertThat(document.values("/presence/tuple/note")).containsExactly("grüße");
        assertThat(document.values("/presence/note")).containsExactly("for all");
        assertThat(document.count("/presence/person/activities/meeting")).isEqualTo(1);
        assertThat(document.values("/presence/device/deviceID")).containsExactly("urn:x-mac:0003ba4811e3");
        assertThat(document.values("/presence/unknown")).containsExactly("kept");
        assertThat(document.count("/presence/unknown[namespace-uri()='urn:example:unknown']"))
                .isEqualTo(1);
    }

    @Test
    void sameTupleIdOfTwoPublishersGivesTwoTuples(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher desk = scene.publisher(alice);
        desk.publish(TestPidf.document(alice, TestPidf.tuple("t1", "open", "<note>desk</note>")), 300);
        scene.publisher(alice)
                .publish(TestPidf.document(alice, TestPidf.tuple("t1", "closed", "<note>mobile</note>")), 300);
        TestXml before = pidf(scene, alice);
        assertThat(before.values("/presence/tuple/note")).containsExactlyInAnyOrder("desk", "mobile");
        List<String> ids = before.values("/presence/tuple/@id");
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();

        desk.publish(TestPidf.document(alice, TestPidf.tuple("t1", "open", "<note>desk again</note>")), 300);
        TestXml after = pidf(scene, alice);
        assertThat(after.values("/presence/tuple/@id")).containsExactlyInAnyOrderElementsOf(ids);
        desk.remove();
        assertThat(pidf(scene, alice).values("/presence/tuple/note")).containsExactly("mobile");
    }

    @Test
    void tuplesAreOrderedByPriorityThenNewestFirst(Scene scene) {
        String alice = scene.user("alice");
        for (String line : List.of("low 0.1", "older 0.5", "newer 0.5", "high 0.9")) {
            String[] words = line.split(" ", -1);
            scene.publisher(alice)
                    .publish(
                            TestPidf.document(
                                    alice,
                                    TestPidf.tuple(
                                            "t",
                                            "open",
                                            "<contact priority='" + words[1] + "'>sip:" + words[0] + "</contact>")),
                            300);
        }
        assertThat(pidf(scene, alice).values("/presence/tuple/contact"))
                .containsExactly("sip:high", "sip:newer", "sip:older", "sip:low");
    }

    @Test
    void cpimPidfHasItsOwnNamespace(Scene scene) {
        String alice = scene.user("alice");
        scene.publisher(alice).publish(TestPidf.document(alice, RICH), 300);
        Notification notification = seen(scene, alice, "application/cpim-pidf+xml");
        assertThat(notification.contentType()).isEqualTo("application/cpim-pidf+xml");
        TestXml document = TestXml.of(notification.text());
        assertThat(document.rootName()).isEqualTo("presence");
        assertThat(document.rootNamespace()).isEqualTo("urn:ietf:params:xml:ns:cpim-pidf");
        assertThat(document.values("/presence/tuple/status/basic")).containsExactly("open");
        assertThat(document.values("/presence/tuple/contact")).containsExactly("sip:alice@192.0.2.1");
    }

    @Test
    void xpidfTellsOpenAndClosed(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(TestPidf.document(alice, RICH), 300);
        for (String type : List.of("application/xpidf+xml", "text/xml+msrtc.pidf")) {
            TestXml document = TestXml.of(seen(scene, alice, type).text());
            assertThat(document.rootName()).isEqualTo("presence");
            assertThat(document.values("/presence/presentity/@uri").get(0)).startsWith(alice);
            assertThat(document.values("/presence/atom/address/@uri").get(0)).startsWith("sip:alice@192.0.2.1");
            assertThat(document.values("/presence/atom/address/status/@status")).containsExactly("open");
        }
        publisher.remove();
        assertThat(TestXml.of(seen(scene, alice, "application/xpidf+xml").text())
                        .values("//status/@status"))
                .allMatch("closed"::equals);
    }

    @Test
    void lpidfNamesPresentityAndContact(Scene scene) {
        String alice = scene.user("alice");
        scene.publisher(alice).publish(TestPidf.document(alice, RICH), 300);
        Notification notification = seen(scene, alice, "application/lpidf+xml");
        assertThat(notification.contentType()).isEqualTo("application/lpidf+xml");
        assertThat(notification.text()).contains(alice, "sip:alice@192.0.2.1");
    }
}
