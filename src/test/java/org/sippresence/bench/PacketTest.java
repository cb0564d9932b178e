package org.sippresence.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.HeaderField;

final class PacketTest {

    private final Packet packet = new Packet();

    /** Lines end as in SIP. */
    private static String lines(String text) {
        return text.replace("\n", "\r\n");
    }

    private boolean take(String text) {
        return packet.take(ByteBuffer.wrap(lines(text).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void compactFormsAndAnyCaseAreUnderstood() {
        assertThat(take("""
            NOTIFY sip:w@127.0.0.1 SIP/2.0
            v: SIP/2.0/UDP a;branch=z9hG4bK1;rport
            F: <sip:a@b>;tag=x
            T : <sip:c@d>;tag=s12
            i:id7
            cseq: 42 NOTIFY
            O: presence;id=3
            SUBSCRIPTION-STATE: active;expires=5
            m: "q" <sip:srv@1.2.3.4;transport=udp>;x=y

            LG.3.77.rest\
            """)).isTrue();
        assertThat(packet.status()).isZero();
        assertThat(packet.request(MessageBuffer.ascii("NOTIFY "))).isTrue();
        assertThat(packet.tagIs(HeaderField.FROM, MessageBuffer.ascii("x"))).isTrue();
        assertThat(packet.tagNumber(HeaderField.TO)).isEqualTo(12);
        assertThat(packet.begins(HeaderField.CALL_ID, MessageBuffer.ascii("id")))
                .isTrue();
        assertThat(packet.numberIn(HeaderField.CALL_ID, 2)).isEqualTo(7);
        assertThat(packet.numberIn(HeaderField.CSEQ, 0)).isEqualTo(42);
        assertThat(packet.begins(HeaderField.EVENT, MessageBuffer.ascii("presence")))
                .isTrue();
        assertThat(packet.begins(HeaderField.SUBSCRIPTION_STATE, MessageBuffer.ascii("active")))
                .isTrue();
        assertThat(MessageBuffer.text(packet.contact())).isEqualTo("sip:srv@1.2.3.4;transport=udp");
        assertThat(packet.stamp()).isEqualTo(3L << 32 | 77);
    }

    @Test
    void anAnswerRepeatsEachViaAndAddsATagOnlyWhereThereIsNone() {
        take("""
            MESSAGE sip:r1@h SIP/2.0
            Via: SIP/2.0/UDP p;branch=z9hG4bKp
            Max-Forwards: 69
            Via: SIP/2.0/UDP u;branch=z9hG4bKu
            From: <sip:a@b>;tag=x
            To: <sip:c@d>
            Call-ID: i
            CSeq: 1 MESSAGE

            hi\
            """);
        MessageBuffer response = new MessageBuffer(10);
        packet.mirror(response);
        assertThat(response).hasToString(lines("""
            Via: SIP/2.0/UDP p;branch=z9hG4bKp
            Via: SIP/2.0/UDP u;branch=z9hG4bKu
            From: <sip:a@b>;tag=x
            To: <sip:c@d>;tag=bench
            Call-ID: i
            CSeq: 1 MESSAGE
            """));
    }

    @Test
    void theStatusAndTheBranchOfAResponseAreNumbers() {
        take("SIP/2.0 481 No\nVia: SIP/2.0/UDP h;rport=1;branch=z9hG4bKrun.99\n\n");
        assertThat(packet.status()).isEqualTo(481);
        assertThat(packet.branchNumber(MessageBuffer.ascii("z9hG4bKrun."))).isEqualTo(99);
        assertThat(packet.branchNumber(MessageBuffer.ascii("z9hG4bKother."))).isEqualTo(-1);
    }

    @Test
    void noDatagramWhateverIsInItBreaksTheParser() {
        String valid =
                "NOTIFY sip:w@h SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <a>;tag=x\r\nTo: <b>;tag=s1\r\n"
                        + "Call-ID: c\r\nCSeq: 1 NOTIFY\r\nEvent: presence\r\nContact: <sip:a>\r\n\r\nLG.1.2.";
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(bytes.length + 1);
            if (packet.take(ByteBuffer.wrap(bytes, 0, length))) {
                MessageBuffer response = new MessageBuffer(10);
                packet.mirror(response);
                packet.stamp();
                packet.contact();
                packet.tag(HeaderField.TO);
                packet.branchHash();
                packet.branchNumber(MessageBuffer.ascii("z9hG4bK"));
                assertThat(packet.body()).as("seed %d", seed).isNotNull();
            }
        }
    }
}
