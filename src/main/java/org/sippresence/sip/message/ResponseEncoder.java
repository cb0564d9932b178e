package org.sippresence.sip.message;

import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.StandardCharsets;
import javax.sip.header.CSeqHeader;
import javax.sip.header.Header;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.TimeStampHeader;
import org.sippresence.sip.message.Exchange.Reply;

/**
 * Encodes a response without a body (RFC 3261 section 8.2.6). The headers that repeat the request are not stored: a
 * retransmission contains them.
 */
final class ResponseEncoder {

    private static final char END = '\n';

    private ResponseEncoder() {}

    /**
     * Encodes the part of a response that does not repeat the request: a line with status and reason, a line with the local tag,
     * then the headers in the order of the message.
     */
    static byte[] own(Reply reply, String tag) {
        StringBuilder text = new StringBuilder(128);
        text.append(reply.status()).append(' ').append(reply.reason()).append(END);
        text.append(tag).append(END);
        for (Reply.Field each : reply.fields()) {
            text.append(each.name()).append(": ").append(each.value()).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Encodes the whole message for this request or a retransmission of it.
     *
     * @param own the result of {@link #own}, or an already complete message
     */
    static byte[] of(SIPRequest request, byte[] own) {
        if (own[0] == 'S') { // of SIP/2.0: a complete message
            return own;
        }
        String text = new String(own, StandardCharsets.UTF_8);
        int line = text.indexOf(END);
        int tag = text.indexOf(END, line + 1);
        StringBuilder message = new StringBuilder(512);
        message.append("SIP/2.0 ").append(text, 0, line).append("\r\n");
        if (text.charAt(0) == '2') {
            KeepAlives.accept(request);
        }
        request.getViaHeaders().encode(message);
        ((From) request.getFrom()).encode(message);
        addTo(message, (To) request.getTo(), text.substring(line + 1, tag));
        ((CallID) request.getCallId()).encode(message);
        CSeqHeader cseq = request.getCSeq(); // the stack writes methods in upper case
        message.append("CSeq: ").append(cseq.getSeqNumber()).append(' ').append(cseq.getMethod());
        message.append("\r\n");
        boolean makesDialog = text.charAt(0) == '2' && request.getToTag() == null;
        if (makesDialog && request.getMethod().equals("SUBSCRIBE")) { // RFC 3261 section 12.1.1
            request.getHeaders(RecordRouteHeader.NAME).forEachRemaining(each -> message.append(each));
        }
        Header timestamp = request.getHeader(TimeStampHeader.NAME);
        if (timestamp != null) {
            message.append(timestamp);
        }
        message.append(text, tag + 1, text.length()).append("Content-Length: 0\r\n\r\n");
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void addTo(StringBuilder message, To to, String tag) {
        to.encode(message);
        if (!to.hasTag()) {
            message.insert(message.length() - 2, ";tag=" + tag);
        }
    }
}
