package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;

/** A client puts the address of a third party into the Contact of many SUBSCRIBEs. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AmplificationIT {

    private static final int DIALOGS = 20;
    private static final int SUBSCRIBE_AT_LEAST = 300;
    private static final Pattern CALL_ID = Pattern.compile("\r\nCall-ID: (.*)\r\n");

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("sip_bind=" + OwnAddress.get().orElse("127.0.0.1"), "allow_unauthenticated=1");
    }

    private static DatagramPacket hear(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static String callId(DatagramPacket packet) {
        Matcher found = CALL_ID.matcher(text(packet));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static void answer(DatagramSocket socket, DatagramPacket notify) throws IOException {
        StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
        text(notify)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq): .*"))
                .forEach(line -> response.append(line).append("\r\n"));
        byte[] bytes = response.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, notify.getSocketAddress()));
    }

    private static List<DatagramPacket> hearAll(DatagramSocket socket, int milliseconds) throws IOException {
        List<DatagramPacket> all = new ArrayList<>();
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        while (true) {
            int left = (int) ((end - System.nanoTime()) / 1_000_000);
            if (left <= 0) {
                return all;
            }
            socket.setSoTimeout(left);
            try {
                all.add(hear(socket));
            } catch (SocketTimeoutException e) {
                return all;
            }
        }
    }

    @Test
    void aThirdPartyHearsLittleUntilItAnswersAndThenEverything() throws IOException {
        assumeTrue(OwnAddress.get().isPresent(), "this machine has no address but the loopback, which is exempt");
        String host = OwnAddress.get().orElseThrow();
        try (Scene scene = Servers.scene(server, Transport.UDP);
                DatagramSocket victim = new DatagramSocket(0, InetAddress.getByName(host))) {
            String alice = scene.user("alice");
            String note = "large ".repeat(500);
            assertThat(scene.publisher(alice)
                            .publish(TestPidf.open(alice, note), 300)
                            .status())
                    .isEqualTo(200);
            String contact = "<sip:victim@" + host + ':' + victim.getLocalPort() + '>';
            Set<String> dialogs = new HashSet<>();
            for (int i = 0; i < DIALOGS; i++) {
                var watcher = scene.watcher(alice).contact(contact);
                assertThat(watcher.subscribe(300).status()).isEqualTo(200);
                dialogs.add(watcher.callId());
            }
            List<DatagramPacket> heard = hearAll(victim, 6_000);
            assertThat(heard).hasSize(4); // at 0, 0.5, 1.5 and 3.5 s; the next dialog follows at 7.5 s
            assertThat(heard).allSatisfy(each -> {
                assertThat(callId(each)).isEqualTo(callId(heard.get(0)));
                assertThat(each.getLength()).isLessThan(3 * SUBSCRIBE_AT_LEAST);
            });
            answer(victim, heard.get(0));
            victim.setSoTimeout(10_000);
            Set<String> told = new HashSet<>();
            while (told.size() < DIALOGS) {
                DatagramPacket notify = hear(victim);
                if (text(notify).contains(note)) {
                    told.add(callId(notify));
                }
                answer(victim, notify);
            }
            assertThat(told).isEqualTo(dialogs);
        }
    }
}
