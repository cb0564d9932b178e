package org.sippresence.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.hook.MessageFramer.Kind;

final class MessageFramerTest {

    private static final String HEAD = "OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n";

    private final MessageFramer framer = new MessageFramer();

    private void append(String text) {
        framer.append(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    private String found() {
        return new String(framer.takeBytes(), US_ASCII);
    }

    @Test
    void headsBodiesAndKeepAlivesInOneSegmentAreToldApart() {
        append("\r\n\r\n" + HEAD + "body" + HEAD + "\r\n\r\n\r\n" + HEAD);
        assertThat(framer.next()).isEqualTo(Kind.KEEP_ALIVE);
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        assertThat(found()).isEqualTo(HEAD);
        framer.expectBody(HEAD.getBytes(US_ASCII), 4);
        assertThat(framer.next()).isEqualTo(Kind.BODY);
        assertThat(found()).isEqualTo("body");
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        assertThat(framer.next()).isEqualTo(Kind.KEEP_ALIVE);
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        assertThat(framer.next()).isEqualTo(Kind.INCOMPLETE);
        assertThat(framer.isWithinMessage()).isFalse();
        assertThat(framer.takeHead()).asString(US_ASCII).isEqualTo(HEAD);
        assertThat(framer.size()).as("memory of an idle connection").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\n\n", "A\nB\r\n\r\n", "A\r\n\n"})
    void linesMayEndWithoutACarriageReturn(String head) {
        append(head + "X");
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        assertThat(found()).isEqualTo(head);
        assertThat(framer.isWithinMessage()).isTrue();
    }

    @Test
    void aMessageThatEndsIsFoundThoughThePartOfTheNextIsABody() {
        byte[] head = HEAD.getBytes(US_ASCII);
        append(HEAD + "body" + HEAD + "bo");
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        framer.expectBody(head, 4);
        assertThat(framer.next()).isEqualTo(Kind.BODY);
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        framer.expectBody(head, 4);
        assertThat(framer.next()).isEqualTo(Kind.INCOMPLETE);
        assertThat(framer.takeMessageFound()).isTrue();
        append("d");
        assertThat(framer.next()).isEqualTo(Kind.INCOMPLETE);
        assertThat(framer.takeMessageFound()).as("only a part came").isFalse();
    }

    @Test
    void aHeadWhoseBodyIsAwaitedIsNoWholeMessage() {
        append(HEAD + "bo");
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        framer.expectBody(HEAD.getBytes(US_ASCII), 4);
        assertThat(framer.next()).isEqualTo(Kind.INCOMPLETE);
        assertThat(framer.takeMessageFound()).isFalse();
    }

    @Test
    void aSingleLineEndIsNoKeepAlive() {
        append("\r\n" + HEAD);
        assertThat(framer.next()).isEqualTo(Kind.HEAD);
        append("\r\n");
        assertThat(framer.next()).isEqualTo(Kind.INCOMPLETE);
        append("\r\n");
        assertThat(framer.next()).isEqualTo(Kind.KEEP_ALIVE);
    }

    @Test
    void whereMessagesAreSplitDoesNotMatter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder sent = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String body = "b".repeat(random.nextInt(3_000) + 1);
            String head = "PUBLISH sip:" + i + "\r\nl: " + body.length() + "\r\n\r\n";
            sent.append(random.nextBoolean() ? "\r\n" : "").append(head).append(body);
            expected.add(head);
            expected.add(body);
        }
        List<String> seen = new ArrayList<>();
        int from = 0;
        while (from < sent.length()) {
            int to = Math.min(sent.length(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 5_000));
            append(sent.substring(from, to));
            from = to;
            collect(seen);
        }
        assertThat(seen).as("seed %d", seed).isEqualTo(expected);
    }

    private void collect(List<String> seen) {
        for (Kind kind = framer.next(); kind != Kind.INCOMPLETE; kind = framer.next()) {
            String text = found();
            seen.add(text);
            if (kind == Kind.HEAD) {
                framer.expectBody(
                        text.getBytes(US_ASCII), Integer.parseInt(text.replaceAll("(?s).*l: (\\d+).*", "$1")));
            }
        }
    }

    @Test
    void headersWithoutEndAreTooLarge() {
        append("X: 4567890123\r\n".repeat(MessageFramer.LARGEST_HEAD / 16)
                + "y".repeat(MessageFramer.LARGEST_HEAD / 16));
        assertThat(framer.next()).isEqualTo(Kind.INCOMPLETE);
        append("Z");
        assertThat(framer.next()).isEqualTo(Kind.HEAD_TOO_LARGE);
        assertThat(framer.takeBytes()).hasSize(MessageFramer.LARGEST_HEAD);
    }

    @Test
    void theTimeOfAMessageBeginsAnewWithTheNextOne() {
        append(HEAD.substring(0, 10));
        framer.next();
        assertThat(framer.takeMessageFound()).isFalse();
        append(HEAD.substring(10) + "bo");
        framer.next();
        framer.expectBody(HEAD.getBytes(US_ASCII), 4);
        framer.next();
        assertThat(framer.takeMessageFound()).as("its body is missing").isFalse();
        append("dy" + HEAD.substring(0, 10));
        framer.next();
        framer.next();
        assertThat(framer.takeMessageFound()).isTrue();
        assertThat(framer.takeMessageFound()).isFalse();
    }
}
