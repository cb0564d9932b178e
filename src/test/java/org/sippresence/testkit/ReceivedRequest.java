package org.sippresence.testkit;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** Requests as the stack passes them on after receiving a datagram. */
public final class ReceivedRequest {

    private ReceivedRequest() {}

    /** Parses a request, with the addresses of the receiving and the sending socket. */
    public static SIPRequest of(String message, DatagramSocket receiver, DatagramSocket sender) throws ParseException {
        SIPRequest request = (SIPRequest)
                new StringMsgParser().parseSIPMessage(message.getBytes(StandardCharsets.UTF_8), true, false, null);
        request.setLocalAddress(receiver.getLocalAddress());
        request.setLocalPort(receiver.getLocalPort());
        request.setPeerPacketSourceAddress(sender.getLocalAddress());
        request.setPeerPacketSourcePort(sender.getLocalPort());
        return request;
    }
}
