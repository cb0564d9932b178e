package org.sippresence.hook;

import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sip.InvalidArgumentException;

/**
 * Checks requests independently of their method, and replaces one that cannot be parsed by a request that carries its
 * {@link ParseFailure} to the {@link RequestValve} on the usual path.
 */
final class MalformedRequests {

    private static final long LARGEST_CSEQ = Integer.MAX_VALUE;
    private static final String VERSION = "SIP/2.0";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

    /** A request line whose last word has a version. Reads long lines in linear time, because anybody may send them. */
    private static final Pattern START =
            Pattern.compile("([A-Za-z0-9.!%*_+`'~-]++)[ \t]++(?:.*\\s)?+\\S*[Ss][Ii][Pp]/\\S+");

    private MalformedRequests() {}

    /** Checks a request that has been parsed. */
    static Optional<ParseFailure.Status> check(SIPRequest request, byte[] message) {
        RequestLine line = request.getRequestLine();
        if (line == null || line.getUri() == null || line.getMethod() == null) {
            return bad("Bad request line");
        }
        String text = startLine(message);
        if (text.indexOf('[') < 0 && hasIpv6Host(line.getUri())) { // the stack's parser adds the brackets
            return bad("Bad request line");
        }
        if (!hasVersion(text)) {
            return Optional.of(new ParseFailure.Status(505, "Version Not Supported"));
        }
        line.setSipVersion(VERSION); // the stack accepts it in upper case only
        String missing = missing(request);
        if (!missing.isEmpty()) {
            return bad("Missing " + missing + " header");
        }
        long number = request.getCSeq().getSeqNumber();
        if (number < 0 || number > LARGEST_CSEQ) { // RFC 3261 section 8.1.1.5
            return bad("Bad CSeq header");
        }
        if (!request.getCSeq().getMethod().equals(request.getMethod())) {
            return bad("CSeq names another method");
        }
        if (!hasScheme((GenericURI) request.getFrom().getAddress().getURI())) {
            return bad("Bad From header");
        }
        return hasScheme((GenericURI) request.getTo().getAddress().getURI()) ? Optional.empty() : bad("Bad To header");
    }

    /** The start line as received; the stack's parser skips parts of it. */
    private static String startLine(byte[] message) {
        int start = 0;
        while (message[start] <= ' ') {
            start++;
        }
        int end = start;
        while (end < message.length && message[end] != '\r' && message[end] != '\n') {
            end++;
        }
        return new String(message, start, end - start, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static boolean hasVersion(String startLine) {
        int from = startLine.length() - VERSION.length();
        return from > 0
                && startLine.charAt(from - 1) <= ' '
                && startLine.regionMatches(true, from, VERSION, 0, VERSION.length());
    }

    private static boolean hasIpv6Host(GenericURI uri) {
        return uri instanceof SipUri sip
                && sip.getHost() != null
                && sip.getHost().startsWith("[");
    }

    private static String missing(SIPRequest request) {
        if (request.getTopmostVia() == null) {
            return "Via";
        }
        if (request.getFrom() == null) {
            return "From";
        }
        if (request.getTo() == null) {
            return "To";
        }
        boolean hasCallId = request.getCallId() != null
                && request.getCallId().getCallId() != null
                && !request.getCallId().getCallId().isEmpty();
        if (!hasCallId) {
            return "Call-ID";
        }
        return request.getCSeq() == null || request.getCSeq().getMethod() == null ? "CSeq" : "";
    }

    private static boolean hasScheme(GenericURI uri) {
        return uri.isSipURI() || SCHEME.matcher(uri.getScheme()).matches();
    }

    static Optional<ParseFailure.Status> bad(String reason) {
        return Optional.of(new ParseFailure.Status(400, reason));
    }

    /**
     * Creates the request that stands for a rejected one; empty if no response is possible.
     *
     * @param contentLength length of the body that follows on a connection; negative if it is unknown and the connection must be
     *     closed
     */
    static Optional<SIPRequest> rejected(byte[] message, ParseFailure.Status status, int contentLength) {
        RawHeaders raw = RawHeaders.of(message);
        var start = START.matcher(raw.startLine());
        List<String> via = raw.named("Via", "v");
        if (!start.matches() || start.group(1).equals("ACK") || via.isEmpty()) {
            return Optional.empty();
        }
        List<String> headers = Stream.of(
                        raw.named("From", "f"),
                        raw.named("To", "t"),
                        raw.named("Call-ID", "i"),
                        raw.named("CSeq", "CSeq"))
                .flatMap(found -> found.stream().limit(1))
                .toList();
        try {
            SIPRequest request = dummy(start.group(1));
            List<SIPHeader> parsed = parsed(via);
            boolean isParsed = !parsed.isEmpty();
            for (SIPHeader each : isParsed ? parsed : List.of(dummyVia())) {
                request.attachHeader(each, false);
            }
            request.setContentLength(new ContentLength(Math.max(contentLength, 0)));
            request.setApplicationData(
                    new ParseFailure(status, isParsed ? List.of() : via, headers, contentLength < 0));
            return Optional.of(request);
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException("the stack rejects its own headers", e);
        }
    }

    private static SIPRequest dummy(String method) throws ParseException, InvalidArgumentException {
        SIPRequest request = new SIPRequest();
        request.setRequestLine(new RequestLine(new StringMsgParser().parseUrl("sip:invalid.invalid"), method));
        request.getRequestLine().setSipVersion(VERSION);
        request.setHeader((From) StringMsgParser.parseSIPHeader("From: <sip:invalid.invalid>;tag=1"));
        request.setHeader((To) StringMsgParser.parseSIPHeader("To: <sip:invalid.invalid>"));
        request.setHeader(new CallID("malformed"));
        request.setHeader(new CSeq(1, method));
        return request;
    }

    private static Via dummyVia() throws ParseException, InvalidArgumentException {
        Via via = new Via();
        via.setTransport("UDP");
        via.setHost("invalid.invalid");
        via.setPort(5060);
        via.setBranch("z9hG4bKmalformed");
        via.setRPort();
        return via;
    }

    /** Parses Via lines; empty if one of them cannot be parsed. */
    private static List<SIPHeader> parsed(List<String> via) {
        List<SIPHeader> headers = new ArrayList<>();
        try {
            for (String line : via) {
                SIPHeader header = StringMsgParser.parseSIPHeader(line + '\n');
                if (!(header instanceof ViaList list) || ((Via) list.getFirst()).getHost() == null) {
                    return List.of();
                }
                headers.add(header);
            }
            return headers;
        } catch (ParseException | RuntimeException e) { // includes faults of the stack
            return List.of();
        }
    }
}
