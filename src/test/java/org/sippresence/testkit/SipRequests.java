package org.sippresence.testkit;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.MessageParser;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Properties;
import javax.sip.PeerUnavailableException;
import org.sippresence.hook.RequestParserFactory;

/** SIP messages as the stack's hardened parser makes them. */
public final class SipRequests {

    private static final MessageParser PARSER = parser();

    private SipRequests() {}

    /** A MESSAGE of Mallory to Alice that came from this address. */
    public static SIPRequest message(String source, String... headers) {
        return of("MESSAGE", source, headers);
    }

    /** A request of Mallory to Alice that came from this address. */
    public static SIPRequest of(String method, String source, String... headers) {
        String text = method + " sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                + "From: \"Mallory\" <sip:mallory@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: 1\r\n"
                + "CSeq: 1 " + method + "\r\nMax-Forwards: 70\r\n";
        SIPRequest request = (SIPRequest) parsed(text, headers);
        request.setPeerPacketSourceAddress(address(source));
        return request;
    }

    /** A 200 to a MESSAGE that came from this address. */
    public static SIPResponse ok(String source, String... headers) {
        String text = """
                SIP/2.0 200 OK
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
                From: <sip:mallory@example.org>;tag=1
                To: <sip:alice@example.org>;tag=2
                Call-ID: 1
                CSeq: 1 MESSAGE
                """.replace("\n", "\r\n");
        SIPResponse response = (SIPResponse) parsed(text, headers);
        response.setPeerPacketSourceAddress(address(source));
        return response;
    }

    private static SIPMessage parsed(String start, String... headers) {
        StringBuilder text = new StringBuilder(start);
        for (String each : headers) {
            text.append(each).append("\r\n");
        }
        byte[] bytes = text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
        try {
            return PARSER.parseSIPMessage(bytes, true, false, null);
        } catch (ParseException e) {
            throw new IllegalArgumentException(text.toString(), e);
        }
    }

    private static MessageParser parser() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "requests");
        try {
            return new RequestParserFactory().createMessageParser(new SipStackImpl(properties));
        } catch (PeerUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
