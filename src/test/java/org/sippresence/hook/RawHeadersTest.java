package org.sippresence.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RawHeadersTest {

    private static RawHeaders of(String message) {
        return RawHeaders.of(message.getBytes(US_ASCII));
    }

    @Test
    void foldedLinesAreOneAndTheBodyIsNone() {
        RawHeaders headers = of("\r\nINVITE sip:a SIP/2.0\r\nSubject: one\r\n two\r\n\tthree\r\nl: 4\r\n\r\nbody");
        assertThat(headers.startLine()).isEqualTo("INVITE sip:a SIP/2.0");
        assertThat(headers.lines()).containsExactly("Subject: one two three", "l: 4");
        assertThat(headers.contentLength()).isEqualTo(4);
    }

    @Test
    void howLongABodyIsThatTwoHeadersTellOfNobodyKnows() {
        assertThat(of("ACK sip:a SIP/2.0\r\nContent-Length: 4\r\nl: 8\r\n\r\n").contentLength())
                .isEqualTo(-1);
        assertThat(of("ACK sip:a SIP/2.0\r\nTo: a\r\n\r\n").contentLength()).isZero();
    }

    @Test
    @Timeout(20)
    void theCostOfALineDoesNotGrowWithHowOftenItIsFolded() {
        RawHeaders headers = of("INVITE sip:a SIP/2.0\r\nSubject: x" + "\n y".repeat(1 << 20) + "\n\n");
        assertThat(headers.lines()).hasSize(1);
        assertThat(headers.lines().get(0)).hasSize("Subject: x".length() + (2 << 20));
    }
}
