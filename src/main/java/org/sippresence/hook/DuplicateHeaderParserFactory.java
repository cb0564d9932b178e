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
import java.util.List;

/**
 * The stack's own parser, which keeps the first of several headers that may stand only once and drops the others in silence.
 * Here a repeated one is put among the message's unparsed headers, so that the application sees that there was more than one
 * (RFC 3261 section 7.3.1). Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PARSER_FACTORY}.
 */
public final class DuplicateHeaderParserFactory implements MessageParserFactory {

    private static final List<byte[]> ONCE = List.of(ascii("sip-if-match:"), ascii("event:"), ascii("expires:"));

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
            SIPMessage message = super.parseSIPMessage(buffer, readBody, strict, listener);
            if (message instanceof SIPRequest) {
                for (byte[] name : ONCE) {
                    if (isRepeated(buffer, name)) {
                        message.addUnparsed(new String(name, StandardCharsets.US_ASCII) + " repeated");
                    }
                }
            }
            return message;
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
