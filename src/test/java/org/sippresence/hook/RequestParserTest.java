package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send, as the stack's parser is made to see it. */
final class RequestParserTest {

    private static final String VIA = "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport\r\n";
    private static final String GOOD = "OPTIONS sip:a@example.org SIP/2.0\r\n" + VIA
            + "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n"
            + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    private final MessageParser parser;

    RequestParserTest() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "parser");
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "100000");
        parser = new RequestParserFactory().createMessageParser(new SipStackImpl(properties));
    }

    private SIPMessage parsed(String message, boolean isDatagram) throws Exception {
        return parser.parseSIPMessage(message.getBytes(StandardCharsets.UTF_8), isDatagram, false, null);
    }

    private ParseFailure refusal(String message, boolean isDatagram) throws Exception {
        return (ParseFailure) parsed(message, isDatagram).getApplicationData();
    }

    private String answer(String message) throws Exception {
        SIPRequest request = (SIPRequest) parsed(message, true);
        return new String(((ParseFailure) request.getApplicationData()).encode(request), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsFineIsLeftAlone() throws Exception {
        assertThat(parsed(GOOD, true).getApplicationData()).isNull();
        assertThat(parsed(GOOD.replace("Max-Forwards: 70\r\n", "Max-Forwards: many\r\nDate: never\r\n"), true)
                        .getApplicationData())
                .isNull();
        assertThat(parsed(GOOD.replace("Content-Length: 0\r\n", ""), false).getContentLength())
                .as("the stack's reader of connections fails without one")
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'CSeq: 1 OPTIONS', 'CSeq: 36893488147419103232 OPTIONS', 400 Bad CSeq header",
        "'CSeq: 1 OPTIONS', 'CSeq: 2147483648 OPTIONS', 400 Bad CSeq header",
        "'CSeq: 1 OPTIONS', 'CSeq: -1 OPTIONS', 400 Bad CSeq header",
        "'CSeq: 1 OPTIONS', 'CSeq: 1 INVITE', 400 CSeq names another method",
        "'CSeq: 1 OPTIONS', 'X: y', 400 Missing CSeq header",
        "'Call-ID: c', 'X: y', 400 Missing Call-ID header",
        "'From: <sip:a@example.org>;tag=1', 'X: y', 400 Missing From header",
        "'From: <sip:a@example.org>;tag=1', 'From: <-1sip:f@example.com>;tag=1', 400 Bad From header",
        "'From: <sip:a@example.org>;tag=1', 'From: <<<', 400 Bad From header",
        "'To: <sip:b@example.org>', 'X: y', 400 Missing To header",
        "'Content-Length: 0', 'Content-Length: -1', 400 Bad Content-Length header",
        "'Content-Length: 0', 'Content-Length: 99999', 400 Bad message",
        "'a@example.org SIP/2.0', 'a@example.org SIP/7.0', 505 Version Not Supported",
        "' sip:a@example.org', ' <<>>', 400 Bad request line",
        "' sip:a@example.org', ' sip:2001:db8::10', 400 Bad request line",
        "'Max-Forwards: 70', 'f: <sip:m@example.org>;tag=2', 400 More than one From header",
        "'Max-Forwards: 70', 'TO : <sip:m@example.org>', 400 More than one To header",
        "'Max-Forwards: 70', 'I:d', 400 More than one Call-ID header",
        "'Max-Forwards: 70', 'cseq: 2 OPTIONS', 400 More than one CSeq header",
        "'Max-Forwards: 70', 'l: 0', 400 More than one Content-Length header"
    })
    void whatIsMalformedGetsALineOfOurOwn(String good, String bad, String answer) throws Exception {
        assertThat(answer(GOOD.replace(good, bad)))
                .startsWith("SIP/2.0 " + answer + "\r\n")
                .contains("Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport")
                .doesNotContain("invalid")
                .endsWith("\r\nContent-Length: 0\r\n\r\n");
    }

    /** A datagram of 32 KB occupied a core for three seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"SIP/", "SIP/ ", " ", "a", "\t"})
    void aLongRequestLineTakesNoTime(String part) {
        String line = "OPTIONS " + part.repeat(100_000) + " x";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                SIPMessage unused = parsed(GOOD.replaceFirst("OPTIONS [^\r]*", line), true);
            } catch (ParseException e) {
                // no response to it is possible
            }
        });
    }

    @Test
    void aRepeatedHeaderThatTheMethodMayNotNeedIsLeftToTheApplication() throws Exception {
        SIPMessage message = parsed(GOOD.replace("Max-Forwards: 70", "Event: presence\r\no : reg"), true);
        assertThat(message.getApplicationData()).isNull();
        assertThat(message.getUnrecognizedHeaders()).toIterable().containsExactly("Event: repeated");
    }

    @Test
    void linesOfTheBodyAreNoHeaders() throws Exception {
        String body = "From: x\r\nEvent: y\r\nEvent: z\r\n";
        SIPMessage message =
                parsed("\r\n\r\n" + GOOD.replace("Content-Length: 0", "l : " + body.length()) + body + "cut off", true);
        assertThat(message.getApplicationData()).isNull();
        assertThat(message.getUnrecognizedHeaders()).toIterable().isEmpty();
        assertThat(message.getRawContent()).asString(StandardCharsets.UTF_8).isEqualTo(body);
    }

    @Test
    void anAnswerRepeatsTheHeadersAsTheyCame() throws Exception {
        assertThat(answer(GOOD.replace("CSeq: 1 OPTIONS", "CSeq: x\r\n  y OPTIONS")))
                .contains("\r\nFrom: <sip:a@example.org>;tag=1\r\n")
                .containsPattern("\r\nTo: <sip:b@example.org>;tag=[0-9a-f]+\r\n")
                .contains("\r\nCall-ID: c\r\n")
                .contains("\r\nCSeq: x y OPTIONS\r\n");
        assertThat(answer(GOOD.replace("SIP/2.0/UDP 192.0.2.1:5070", "SIP/2.0/UDP @@")))
                .startsWith("SIP/2.0 400 Bad Via header\r\n")
                .contains("\r\nVia: SIP/2.0/UDP @@;branch=z9hG4bKone;rport\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "hello\r\n\r\n",
                "SIP/2.0 999 What\r\n\r\n",
                "SIP/2.0 200 OK\r\n" + VIA + "CSeq: 1 NOTIFY\r\n\r\n",
                "OPTIONS sip:a@example.org SIP/2.0\r\n\r\n",
                "ACK sip:a@example.org SIP/2.0\r\n" + VIA + "CSeq: x\r\n\r\n"
            })
    void whatCannotOrMustNotBeAnsweredIsDropped(String message) throws Exception {
        assertThat(parsed(message, true)).isNull();
        assertThat(parsed(message, false)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 0, Content-Length: 2000000000, 513",
        "Content-Length: 0, Content-Length: 200000, 513",
        "Content-Length: 0, Content-Length: 99999999999999, 400",
        "Content-Length: 0, Content-Length: x, 400",
        "Max-Forwards: 70, Content-Length: 5, 400"
    })
    void aConnectionWhoseNextMessageCannotBeFoundEnds(String header, String bad, int status) throws Exception {
        ParseFailure refusal = refusal(GOOD.replace(header, bad), false);
        assertThat(refusal.status().code()).isEqualTo(status);
        assertThat(refusal.endsConnection()).isTrue();
    }

    @Test
    void otherwiseItGoesOnBehindTheBody() throws Exception {
        SIPMessage message = parsed(
                GOOD.replace("Content-Length: 0", "Content-Length: 17").replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"),
                false);
        assertThat(((ParseFailure) message.getApplicationData()).endsConnection())
                .isFalse();
        assertThat(message.getContentLength().getContentLength()).isEqualTo(17);
    }
}
