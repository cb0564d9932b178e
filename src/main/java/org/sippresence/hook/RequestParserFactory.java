package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;

/**
 * The stack's own parser, put right in two places. Of several headers that may stand only once it keeps the first and drops
 * the others in silence: here a repeated one is put among the message's unparsed headers, so that the application sees that
 * there was more than one (RFC 3261 section 7.3.1). What a datagram has beyond its Content-Length is cut off (section 18.3).
 * Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PARSER_FACTORY}.
 */
public final class RequestParserFactory implements MessageParserFactory {

    private static final List<byte[]> ONCE = List.of(ascii("sip-if-match:"), ascii("event:"), ascii("expires:"));

    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final int MOST = 100_000;

    /** Has no state. */
    private static final MessageParser PARSER = new Parser();

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return PARSER;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Parser extends StringMsgParser {

        @Override
        public SIPMessage parseSIPMessage(
                byte[] buffer, boolean readBody, boolean strict, ParseExceptionListener listener)
                throws ParseException {
            SIPMessage message = super.parseSIPMessage(trimmed(buffer), readBody, strict, listener);
            if (message instanceof SIPRequest) {
                for (byte[] name : ONCE) {
                    if (isRepeated(buffer, name)) {
                        message.addUnparsed(new String(name, StandardCharsets.US_ASCII) + " repeated");
                    }
                }
            }
            return message;
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
