package org.sippresence.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.sip.message.BadRequestException;

class BodyDecoderTest {

    private static final int MAX = 1000;
    private static final String PIDF = "application/pidf+xml";
    private static final String MIXED = "multipart/mixed;boundary=b1";
    private static final byte[] TEXT = "<presence/>".getBytes(StandardCharsets.UTF_8);
    private static final Body DECODED = Body.of(MediaType.PIDF, TEXT);
    private static final Rejection TOO_LARGE = Rejection.of(413, "Request Entity Too Large");
    private static final Rejection UNSUPPORTED_TYPE =
            Rejection.of(415, "Unsupported Media Type", "Accept", "application/pidf+xml, application/cpim-pidf+xml");
    private static final Rejection UNSUPPORTED_CODING =
            Rejection.of(415, "Unsupported Media Type", "Accept-Encoding", "gzip, deflate, identity");

    private final BodyDecoder decoder =
            new BodyDecoder(List.of(MediaType.PIDF, MediaType.parse("application/cpim-pidf+xml")), MAX);

    @Test
    void passesAPlainBodyWithItsTypeWithoutParameters() {
        assertThat(decode(TEXT, PIDF, "")).isEqualTo(DECODED);
        assertThat(decode(TEXT, "Application/PIDF+XML ; charset=\"UTF-8\"", "identity"))
                .isEqualTo(DECODED);
        assertThat(((Body) decode(TEXT, "application/cpim-pidf+xml", "")).type().subtype())
                .isEqualTo("cpim-pidf+xml");
    }

    @Test
    void refusesOtherTypesAndCodings() {
        assertThat(decode(TEXT, "text/plain", "")).isEqualTo(UNSUPPORTED_TYPE);
        assertThat(decode(TEXT, "", "")).isEqualTo(UNSUPPORTED_TYPE);
        assertThat(decode(TEXT, "multipart/related;boundary=x", "")).isEqualTo(UNSUPPORTED_TYPE);
        assertThat(decode(TEXT, PIDF, "br")).isEqualTo(UNSUPPORTED_CODING);
        assertThat(decode(TEXT, PIDF, "gzip, gzip")).isEqualTo(UNSUPPORTED_CODING);
        assertThat(decode(TEXT, "nonsense", "")).isEqualTo(Rejection.of(400, "bad Content-Type"));
    }

    @Test
    void refusesWhatIsLongerThanTheBound() {
        assertThat(decode(new byte[MAX], PIDF, "")).isInstanceOf(Body.class);
        assertThat(decode(new byte[MAX + 1], PIDF, "")).isEqualTo(TOO_LARGE);
    }

    @Test
    void inflatesGzipAndBothKindsOfDeflate() throws IOException {
        assertThat(decode(gzip(TEXT), PIDF, "gzip")).isEqualTo(DECODED);
        assertThat(decode(gzip(TEXT), PIDF, " X-GZIP ")).isEqualTo(DECODED);
        assertThat(decode(deflate(TEXT, false), PIDF, "deflate")).isEqualTo(DECODED);
        assertThat(decode(deflate(TEXT, true), PIDF, "deflate")).isEqualTo(DECODED);
    }

    @Test
    void inflatesUpToTheBoundAndNoFurther() throws IOException {
        byte[] fits = new byte[MAX];
        byte[] tooLong = new byte[MAX + 1];

        for (boolean bare : new boolean[] {true, false}) {
            assertThat(decode(deflate(fits, bare), PIDF, "deflate")).isInstanceOf(Body.class);
            assertThat(decode(deflate(tooLong, bare), PIDF, "deflate")).isEqualTo(TOO_LARGE);
        }
        assertThat(decode(gzip(fits), PIDF, "gzip")).isInstanceOf(Body.class);
        assertThat(decode(gzip(tooLong), PIDF, "gzip")).isEqualTo(TOO_LARGE);
    }

    @Test
    void aBombIsTooLargeAndNotInflated() throws IOException {
        byte[] bomb = gzip(new byte[100_000_000]);
        BodyDecoder roomy = new BodyDecoder(List.of(MediaType.PIDF), bomb.length);

        assertThat(decode(roomy, bomb, PIDF, "gzip")).isEqualTo(TOO_LARGE);
        assertThat(decode(roomy, bomb, "multipart/mixed;boundary=x", "gzip")).isEqualTo(TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void truncatedOrForeignDataIsMalformed(String coding) throws IOException {
        byte[] good = coding.equals("gzip") ? gzip(TEXT) : deflate(TEXT, false);

        for (int length = 0; length < good.length; length++) {
            assertThat(decode(Arrays.copyOf(good, length), PIDF, coding))
                    .as("first %d bytes", length)
                    .isEqualTo(Rejection.of(400, "body is not " + coding));
        }
        assertThat(decode(TEXT, PIDF, coding)).isEqualTo(Rejection.of(400, "body is not " + coding));
    }

    @Test
    void bytesAtRandomGiveSomeAnswerAndNoException() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = gzip(TEXT);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);

            assertThat(decode(bad, PIDF, "gzip")).as("seed %d", seed).isNotNull();
            assertThat(decode(noise, PIDF, "deflate")).as("seed %d", seed).isNotNull();
            assertThat(decode(noise, MIXED, "")).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void picksTheOnePartThatThePackageReads() {
        assertThat(mixed(MIXED, """
                preamble
                --b1
                Content-Type: text/plain

                --b2 is no delimiter
                --b1
                content-type: application/pidf+xml;charset=utf-8
                Content-ID: <1@example.org>

                <presence/>
                --b1\t
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                AAAA
                --b1--
                epilogue
                --b1
                """)).isEqualTo(DECODED);
    }

    @Test
    void aPartMayBeWithoutHeadersOrBodyAndFoldItsLines() {
        assertThat(mixed(MIXED, """
                --b1

                no headers: text/plain
                --b1
                Content-Type:
                 application/pidf+xml

                <presence/>
                --b1
                --b1--
                """)).isEqualTo(DECODED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed; boundary=\"b1\"",
                "multipart/mixed;charset=x;Boundary=b1",
                "multipart/mixed; x=\"a;boundary=no\\\"\"; boundary=b1 ; y=z",
                "multipart/mixed; boundary=\"b\\1\""
            })
    void findsTheBoundaryHoweverItIsWritten(String contentType) {
        assertThat(mixed(contentType, "--b1\nContent-Type: application/pidf+xml\n\n<presence/>\n--b1--"))
                .isEqualTo(DECODED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/mixed", "multipart/mixed;", "multipart/mixed;boundary=", "multipart/mixed;x=boundary"
            })
    void aMissingBoundaryIsMalformed(String contentType) {
        assertThat(mixed(contentType, "--b1\n\n--b1--")).isEqualTo(Rejection.of(400, "multipart without boundary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no delimiter", "--b1\nContent-Type: application/pidf+xml\n\n<presence/>\n--b1\n", "--b1"})
    void aMissingLastDelimiterIsMalformed(String body) {
        assertThat(mixed(MIXED, body)).isEqualTo(Rejection.of(400, "multipart is damaged"));
    }

    @Test
    void twoPartsForThePackageAreOneTooManyAndNoneIsUnsupported() {
        String part = "--b1\nContent-Type: application/pidf+xml\n\n<presence/>\n";

        assertThat(mixed(MIXED, part + part + "--b1--"))
                .isEqualTo(Rejection.of(400, "multipart with more than one part for this event"));
        assertThat(mixed(MIXED, "--b1\nContent-Type: text/plain\n\nx\n--b1--")).isEqualTo(UNSUPPORTED_TYPE);
        assertThat(mixed(MIXED, "--b1--")).isEqualTo(UNSUPPORTED_TYPE);
        assertThat(mixed(MIXED, part.replace("\n\n", "\nContent-Encoding: gzip\n\n") + "--b1--"))
                .isEqualTo(UNSUPPORTED_TYPE);
    }

    @Test
    void aMultipartBodyMayBeCompressedAsAWhole() throws IOException {
        byte[] body = "--b1\r\nContent-Type: application/pidf+xml\r\n\r\n<presence/>\r\n--b1--\r\n"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(decode(gzip(body), MIXED, "gzip")).isEqualTo(DECODED);
    }

    @Test
    void theBoundMustBeOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BodyDecoder(List.of(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BodyDecoder(List.of(), Integer.MAX_VALUE));
    }

    /** The body, or the rejection. */
    private static Object decode(BodyDecoder decoder, byte[] raw, String contentType, String contentEncoding) {
        try {
            return decoder.decode(raw, contentType, contentEncoding);
        } catch (BadRequestException e) {
            return e.rejection();
        }
    }

    private Object decode(byte[] raw, String contentType, String contentEncoding) {
        return decode(decoder, raw, contentType, contentEncoding);
    }

    /** Decodes with line feeds alone and with carriage returns, which must be the same. */
    private Object mixed(String contentType, String body) {
        Object result = decode(body.getBytes(StandardCharsets.UTF_8), contentType, "");
        assertThat(decode(body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), contentType, ""))
                .isEqualTo(result);
        return result;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean bare) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
        try (OutputStream zip = new DeflaterOutputStream(out, deflater)) {
            zip.write(bytes);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
