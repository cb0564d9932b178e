package org.sippresence.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RawHeadersTest {

    private static RawHeaders of(String message) {
        return RawHeaders.of(message.getBytes(US_ASCII));
    }

    private static int contentLength(String message) {
        return HeaderScan.of(message.getBytes(US_ASCII)).contentLength();
    }

    @Test
    void foldedLinesAreOneAndTheBodyIsNone() {
        String message = "\r\nINVITE sip:a SIP/2.0\r\nSubject: one\r\n two\r\n\tthree\r\nl: 4\r\n\r\nbody";
        RawHeaders headers = of(message);
        assertThat(headers.startLine()).isEqualTo("INVITE sip:a SIP/2.0");
        assertThat(headers.lines()).containsExactly("Subject: one two three", "l: 4");
        assertThat(contentLength(message)).isEqualTo(4);
    }

    @Test
    void howLongABodyIsThatTwoHeadersTellOfNobodyKnows() {
        assertThat(contentLength("ACK sip:a SIP/2.0\r\nContent-Length: 4\r\nl: 8\r\n\r\n"))
                .isEqualTo(-1);
        assertThat(contentLength("ACK sip:a SIP/2.0\r\nTo: a\r\n\r\n")).isZero();
    }

    @Test
    @Timeout(20)
    void theCostOfALineDoesNotGrowWithHowOftenItIsFolded() {
        RawHeaders headers = of("INVITE sip:a SIP/2.0\r\nSubject: x" + "\n y".repeat(1 << 20) + "\n\n");
        assertThat(headers.lines()).hasSize(1);
        assertThat(headers.lines().get(0)).hasSize("Subject: x".length() + (2 << 20));
    }
}
