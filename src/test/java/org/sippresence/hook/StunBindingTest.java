package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StunBindingTest {

    /** Of RFC 5769 section 2. */
    private static final String COOKIE_AND_ID = "2112a442b7e7a701bc34d686fa87dfae";

    private static final InetSocketAddress IPV4 = new InetSocketAddress("192.0.2.1", 32_853);
    private static final InetSocketAddress IPV6 = new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32_853);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String request(String attributes) {
        return "0001" + HexFormat.of().toHexDigits((short) bytes(attributes).length) + COOKIE_AND_ID + attributes;
    }

    private static Optional<String> response(String request, InetSocketAddress source) {
        byte[] data = bytes(request);
        return StunBinding.response(Arrays.copyOf(data, data.length + 9), data.length, source)
                .map(HexFormat.of()::formatHex);
    }

    /** The attributes are those of RFC 5769 sections 2.2 and 2.3. */
    @Test
    void aBindingRequestIsAnsweredWithItsSource() {
        assertThat(response(request(""), IPV4)).contains("0101000c" + COOKIE_AND_ID + "002000080001a147e112a643");
        assertThat(response(request(""), IPV6))
                .contains("01010018" + COOKIE_AND_ID + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
    }

    @Test
    void knownAndOptionalAttributesAreAccepted() {
        String attributes = "80220003 61626300" + "00060001 61000000" + "80290008 932ff9b151263b36";
        assertThat(response(request(attributes), IPV4))
                .hasValueSatisfying(each -> assertThat(each).startsWith("0101000c"));
    }

    @Test
    void anUnknownAttributeThatMustBeUnderstoodIsRefused() {
        assertThat(response(request("00030004 00000006"), IPV4))
                .contains("01110010" + COOKIE_AND_ID + "0009000400000414" + "000a000200030000");
        assertThat(response(request("00030000 00240004 6e0001ff"), IPV4))
                .contains("01110010" + COOKIE_AND_ID + "0009000400000414" + "000a000400030024");
    }

    @Test
    void aFingerprintIsAnsweredWithOne() {
        byte[] answer = bytes(response(request("80280004 00000000"), IPV4).orElseThrow());
        assertThat(ByteBuffer.wrap(answer).getShort(2)).isEqualTo((short) (answer.length - 20));
        CRC32 crc = new CRC32();
        crc.update(answer, 0, answer.length - 8);
        assertThat(ByteBuffer.wrap(answer).getInt(answer.length - 8)).isEqualTo(0x80280004);
        assertThat(ByteBuffer.wrap(answer).getInt(answer.length - 4)).isEqualTo((int) crc.getValue() ^ 0x5354554e);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "0001000021 12a442b7e7a701bc34d686fa87df",
                "000100042112a442b7e7a701bc34d686fa87dfae",
                "000100002112a443b7e7a701bc34d686fa87dfae",
                "000100042112a442b7e7a701bc34d686fa87dfae80220004",
                "001100002112a442b7e7a701bc34d686fa87dfae",
                "010100002112a442b7e7a701bc34d686fa87dfae",
                "000300002112a442b7e7a701bc34d686fa87dfae",
            })
    void whatIsNoBindingRequestIsNotAnswered(String datagram) {
        assertThat(response(datagram, IPV4)).isEmpty();
    }

    @Test
    void aLongRequestIsNotAnswered() {
        assertThat(response(request("80220000".repeat(132)), IPV4)).isPresent();
        assertThat(response(request("80220000".repeat(133)), IPV4)).isEmpty();
    }

    @Test
    void noMessageOfSipIsTakenForStun() {
        for (String each : new String[] {"SIP/2.0 200 OK", "PUBLISH sip:a@b", "\r\n\r\n", "!", ""}) {
            byte[] data = each.getBytes(StandardCharsets.US_ASCII);
            assertThat(StunBinding.isStun(data, data.length)).as(each).isFalse();
        }
    }

    /** Neither an exception nor an answer that is much larger than what came. */
    @Test
    void whateverComesIsAnsweredWithLittle() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] data = new byte[20 + 4 * random.nextInt(40)];
            random.nextBytes(data);
            ByteBuffer.wrap(data)
                    .put(bytes("0001"))
                    .putShort((short) (data.length - 20))
                    .put(bytes("2112a442"));
            for (int at = 20; at < data.length; at += 4) {
                data[at + 2] = 0;
                data[at + 3] = (byte) random.nextInt(8);
            }
            StunBinding.response(data, data.length, random.nextBoolean() ? IPV4 : IPV6)
                    .ifPresent(answer ->
                            assertThat(answer.length).as("seed %d", seed).isLessThanOrEqualTo(data.length + 24));
        }
    }
}
