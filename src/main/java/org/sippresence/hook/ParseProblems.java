package org.sippresence.hook;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/**
 * Adds a header that cannot be parsed to the message's unparsed headers, and records the first one that is mandatory in every
 * message.
 */
final class ParseProblems implements ParseExceptionListener {

    private static final Map<Class<?>, String> NEEDED = Map.of(
            RequestLine.class, "request line",
            StatusLine.class, "status line",
            Via.class, "Via header",
            From.class, "From header",
            To.class, "To header",
            CallID.class, "Call-ID header",
            CSeq.class, "CSeq header",
            ContentLength.class, "Content-Length header");

    private String first = "";
    private boolean isLengthUnknown;

    @Override
    @SuppressWarnings("rawtypes")
    public void handleException(ParseException e, SIPMessage message, Class header, String line, String whole) {
        String needed = header == null ? null : NEEDED.get(header);
        if (needed == null) {
            message.addUnparsed(line);
            return;
        }
        isLengthUnknown |= header == ContentLength.class;
        if (first.isEmpty()) {
            first = needed;
        }
    }

    /** Whether the length of the body is unknown. */
    boolean isLengthUnknown() {
        return isLengthUnknown;
    }

    /** The malformed header, for a reason phrase. */
    Optional<String> first() {
        return first.isEmpty() ? Optional.empty() : Optional.of("Bad " + first);
    }
}
