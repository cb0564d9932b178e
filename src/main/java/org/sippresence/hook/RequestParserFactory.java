package org.sippresence.hook;

import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sip.header.ContentLengthHeader;

/**
 * The stack's own parser, put right where it must not be left alone with what strangers send. A request that is malformed
 * becomes one that carries its {@link Refusal}, a response that is malformed is dropped: the stack would answer with the text
 * of its exceptions, log the message or lose the thread. Of several headers that may stand only once it keeps the first and drops
 * the others in silence: here a repeated one is put among the message's unparsed headers, so that the application sees that
 * there was more than one (RFC 3261 section 7.3.1). What a datagram has beyond its Content-Length is cut off (section 18.3).
 * Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PARSER_FACTORY}.
 */
public final class RequestParserFactory implements MessageParserFactory {

    private static final List<byte[]> ONCE = List.of(ascii("sip-if-match:"), ascii("event:"), ascii("expires:"));

    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final int MOST = 100_000;

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        int largest = stack.getMaxMessageSize();
        return new Parser(largest > 0 ? largest : Integer.MAX_VALUE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Parser extends StringMsgParser {

        private final int largest;

        /** @param largest message over a connection, in bytes */
        Parser(int largest) {
            this.largest = largest;
        }

        /** The listener of the stack is not asked: what it does depends on the transport. */
        @Override
        public SIPMessage parseSIPMessage(
                byte[] buffer, boolean readBody, boolean strict, ParseExceptionListener listener) {
            ParseProblems problems = new ParseProblems();
            SIPMessage message;
            try {
                message = super.parseSIPMessage(trimmed(buffer), readBody, strict, problems);
            } catch (ParseException | RuntimeException e) { // also the stack's own faults
                return refused(buffer, MalformedRequests.bad("Bad message"), readBody ? 0 : -1);
            }
            if (message == null) {
                return null; // a keep-alive
            }
            if (!readBody
                    && message.getContentLength() == null
                    && problems.first().isEmpty()) {
                message.setContentLength(new ContentLength(0)); // the stack's reader of connections needs one
            }
            if (message instanceof SIPRequest request) {
                return checked(request, buffer, problems, readBody);
            }
            return isUsable(message, problems) ? message : null;
        }

        private SIPMessage checked(SIPRequest request, byte[] buffer, ParseProblems problems, boolean readBody) {
            ContentLengthHeader length = request.getContentLength();
            int body = length == null ? 0 : length.getContentLength();
            if (!readBody && body > largest - buffer.length) {
                return refused(buffer, Optional.of(new Refusal.Status(513, "Message Too Large")), -1);
            }
            Optional<Refusal.Status> wrong =
                    problems.first().flatMap(MalformedRequests::bad).or(() -> MalformedRequests.check(request, buffer));
            if (wrong.isPresent()) {
                return refused(buffer, wrong, problems.isLengthUnknown() && !readBody ? -1 : body);
            }
            for (byte[] name : ONCE) {
                if (isRepeated(buffer, name)) {
                    request.addUnparsed(new String(name, StandardCharsets.US_ASCII) + " repeated");
                }
            }
            return request;
        }

        private static SIPMessage refused(byte[] buffer, Optional<Refusal.Status> why, int contentLength) {
            return MalformedRequests.refused(buffer, why.orElseThrow(), contentLength)
                    .orElse(null);
        }

        private boolean isUsable(SIPMessage response, ParseProblems problems) {
            try {
                ((SIPResponse) response).checkHeaders();
                return problems.first().isEmpty();
            } catch (ParseException | RuntimeException e) { // a missing header
                return false;
            }
        }

        private static byte[] trimmed(byte[] buffer) {
            int length = -1;
            for (int i = 0; i + 1 < buffer.length; i++) {
                if (buffer[i] != '\n') {
                    continue;
                }
                if (buffer[i + 1] == '\r' || buffer[i + 1] == '\n') {
                    int body = i + (buffer[i + 1] == '\r' ? 3 : 2);
                    return length < 0 || body + length >= buffer.length ? buffer : Arrays.copyOf(buffer, body + length);
                }
                if (startsWith(buffer, i + 1, CONTENT_LENGTH)) {
                    length = number(buffer, i + 1 + CONTENT_LENGTH.length);
                }
            }
            return buffer;
        }

        /** The number that stands there, or -1 for none that a datagram could have. */
        private static int number(byte[] buffer, int from) {
            int i = from;
            while (i < buffer.length && buffer[i] == ' ') {
                i++;
            }
            int value = -1;
            while (i < buffer.length && buffer[i] >= '0' && buffer[i] <= '9' && value < MOST) {
                value = Math.max(value, 0) * 10 + buffer[i++] - '0';
            }
            return value < MOST ? value : -1;
        }

        private static boolean isRepeated(byte[] buffer, byte[] name) {
            int found = 0;
            for (int i = 0; i + name.length < buffer.length; i++) {
                if (buffer[i] != '\n') {
                    continue;
                }
                if (buffer[i + 1] == '\r' || buffer[i + 1] == '\n') {
                    break; // the body
                }
                if (startsWith(buffer, i + 1, name) && ++found > 1) {
                    return true;
                }
            }
            return false;
        }

        /** Compares without regard to case; the name is in lower case. */
        private static boolean startsWith(byte[] buffer, int from, byte[] name) {
            if (from + name.length > buffer.length) {
                return false;
            }
            for (int i = 0; i < name.length; i++) {
                int c = buffer[from + i];
                if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != name[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
