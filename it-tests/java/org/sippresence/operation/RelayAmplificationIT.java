package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

/** A client registers the address of a third party many times and sends itself a message. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RelayAmplificationIT {

    private static final int CONTACTS = 20;

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("sip_bind=" + OwnAddress.get().orElse("127.0.0.1"), "allow_unauthenticated=1");
    }

    @Test
    void aThirdPartyHearsOneOfTheMessages() throws IOException {
        assumeTrue(OwnAddress.get().isPresent(), "this machine has no address but the loopback, which is exempt");
        String host = OwnAddress.get().orElseThrow();
        try (Scene scene = Servers.scene(server, Transport.UDP);
                DatagramSocket victim = new DatagramSocket(0, InetAddress.getByName(host))) {
            String alice = scene.user("alice");
            String[] contacts = IntStream.range(0, CONTACTS)
                    .mapToObj(i -> "<sip:victim" + i + '@' + host + ':' + victim.getLocalPort() + '>')
                    .toArray(String[]::new);
            assertThat(scene.registrant(alice).register(contacts).status()).isEqualTo(200);
            SipMessage message = SipMessage.request("MESSAGE", alice)
                    .with("Max-Forwards", "70")
                    .with("From", '<' + alice + ">;tag=" + SipEndpoint.token())
                    .with("To", '<' + alice + '>')
                    .with("Call-ID", SipEndpoint.token() + "@it")
                    .with("CSeq", "1 MESSAGE")
                    .withBody("text/plain", "Watson, come here.");
            scene.endpoint().call(message, scene.target());
            assertThat(heard(victim)).isBetween(4, 8); // two of them within the 10 s that the message waits
        }
    }

    /** The number of datagrams received so far. */
    private static int heard(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(500);
        for (int count = 0; ; count++) {
            try {
                socket.receive(new DatagramPacket(new byte[65_536], 65_536));
            } catch (SocketTimeoutException e) {
                return count;
            }
        }
    }
}
