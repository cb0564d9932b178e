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
import java.text.ParseException;
import java.util.Optional;
import javax.sip.header.ContentLengthHeader;

/**
 * The stack's own parser, put right where it must not be left alone with what strangers send. A request that is malformed
 * becomes one that carries its {@link ParseFailure}, a response that is malformed is dropped: the stack would answer with the text
 * of its exceptions, log the message or lose the thread. Of several headers that may stand only once it keeps the first and drops
 * the others in silence: here the request is refused if it cannot be understood with two of them, or a repeated one is put among
 * the message's unparsed headers, so that the application sees that there was more than one (RFC 3261 section 7.3.1). What a
 * datagram has beyond its Content-Length is cut off (section 18.3).
 * Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PARSER_FACTORY}.
 */
public final class RequestParserFactory implements MessageParserFactory {

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        int largest = stack.getMaxMessageSize();
        return new Parser(largest > 0 ? largest : Integer.MAX_VALUE);
    }

    /** For a connection that bounds the size of messages itself. */
    static MessageParser withoutBound() {
        return new Parser(Integer.MAX_VALUE);
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
            HeaderScan scan = HeaderScan.of(buffer);
            SIPMessage message;
            try {
                message = super.parseSIPMessage(scan.message(), readBody, strict, problems);
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
                return checked(request, new Look(scan, problems, readBody));
            }
            return isUsable(message, problems) ? message : null;
        }

        /** What there is to know about a request besides what the stack made of it. */
        private record Look(HeaderScan scan, ParseProblems problems, boolean readBody) {

            boolean isLengthUnknown() {
                return problems.isLengthUnknown() || scan.isLengthRepeated();
            }
        }

        private SIPMessage checked(SIPRequest request, Look look) {
            ContentLengthHeader length = request.getContentLength();
            int body = length == null ? 0 : length.getContentLength();
            if (!look.readBody && body > largest - look.scan.raw().length) {
                return refused(look.scan.raw(), Optional.of(new ParseFailure.Status(513, "Message Too Large")), -1);
            }
            Optional<ParseFailure.Status> wrong = look.problems
                    .first()
                    .or(() -> look.scan.repeatedNeeded().map(name -> "More than one " + name + " header"))
                    .flatMap(MalformedRequests::bad)
                    .or(() -> MalformedRequests.check(request, look.scan.raw()));
            if (wrong.isPresent()) {
                return refused(look.scan.raw(), wrong, look.isLengthUnknown() && !look.readBody ? -1 : body);
            }
            look.scan.repeatedOthers().forEach(name -> request.addUnparsed(name + ": repeated"));
            return request;
        }

        private static SIPMessage refused(byte[] buffer, Optional<ParseFailure.Status> why, int contentLength) {
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
    }
}
