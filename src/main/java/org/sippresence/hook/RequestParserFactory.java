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
 * The stack's parser, hardened for untrusted messages. A malformed request becomes a request that carries its
 * {@link ParseFailure}, a malformed response is dropped: the stack would answer with the text of its exceptions, log the message
 * or lose the thread. The stack silently keeps the first of repeated headers that may occur only once: here the request is
 * rejected if such a header makes it invalid, otherwise the repeated one is added to the message's unparsed headers, so that the
 * application can detect it (RFC 3261 section 7.3.1). Bytes of a datagram beyond its Content-Length are cut off (section 18.3).
 * Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PARSER_FACTORY}.
 */
public final class RequestParserFactory implements MessageParserFactory {

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        int largest = stack.getMaxMessageSize();
        return new Parser(largest > 0 ? largest : Integer.MAX_VALUE);
    }

    /** Creates a parser for a connection that bounds the size of messages itself. */
    static MessageParser withoutBound() {
        return new Parser(Integer.MAX_VALUE);
    }

    private static final class Parser extends StringMsgParser {

        private final int largest;

        /** @param largest largest message over a connection, in bytes */
        Parser(int largest) {
            this.largest = largest;
        }

        /** Parses a message. The stack's listener is not called, because its behaviour depends on the transport. */
        @Override
        public SIPMessage parseSIPMessage(
                byte[] buffer, boolean readBody, boolean strict, ParseExceptionListener listener) {
            ParseProblems problems = new ParseProblems();
            HeaderScan scan = HeaderScan.of(buffer);
            SIPMessage message;
            try {
                message = super.parseSIPMessage(scan.message(), readBody, strict, problems);
            } catch (ParseException | RuntimeException e) { // includes faults of the stack
                return rejected(buffer, MalformedRequests.bad("Bad message"), readBody ? 0 : -1);
            }
            if (message == null) {
                return null; // a keep-alive
            }
            if (!readBody
                    && message.getContentLength() == null
                    && problems.first().isEmpty()) {
                message.setContentLength(new ContentLength(0)); // required by the stack's reader of connections
            }
            if (message instanceof SIPRequest request) {
                return checked(request, scan, problems, readBody);
            }
            return isUsable(message, problems) ? message : null;
        }

        private SIPMessage checked(SIPRequest request, HeaderScan scan, ParseProblems problems, boolean readBody) {
            ContentLengthHeader length = request.getContentLength();
            int body = length == null ? 0 : length.getContentLength();
            if (!readBody && body > largest - scan.raw().length) {
                return rejected(scan.raw(), Optional.of(new ParseFailure.Status(513, "Message Too Large")), -1);
            }
            Optional<ParseFailure.Status> wrong = problems.first()
                    .or(() -> scan.repeatedNeeded().map(name -> "More than one " + name + " header"))
                    .flatMap(MalformedRequests::bad)
                    .or(() -> MalformedRequests.check(request, scan.raw()));
            if (wrong.isPresent()) {
                boolean isLengthUnknown = problems.isLengthUnknown() || scan.isLengthRepeated();
                return rejected(scan.raw(), wrong, isLengthUnknown && !readBody ? -1 : body);
            }
            scan.repeatedOthers().forEach(name -> request.addUnparsed(name + ": repeated"));
            return request;
        }

        private static SIPMessage rejected(byte[] buffer, Optional<ParseFailure.Status> why, int contentLength) {
            return MalformedRequests.rejected(buffer, why.orElseThrow(), contentLength)
                    .orElse(null);
        }

        private boolean isUsable(SIPMessage response, ParseProblems problems) {
            try {
                ((SIPResponse) response).checkHeaders();
                return problems.first().isEmpty();
            } catch (ParseException | RuntimeException e) { // a header is missing
                return false;
            }
        }
    }
}
