package org.sippresence.bench;

/** The constant parts of messages. */
final class LoadText {

    static final byte[] DOT = MessageBuffer.ascii(".");
    static final byte[] P = MessageBuffer.ascii("p");
    static final byte[] W = MessageBuffer.ascii("w");
    static final byte[] R = MessageBuffer.ascii("r");
    static final byte[] M = MessageBuffer.ascii("m");
    static final byte[] AT = MessageBuffer.ascii("@");
    static final byte[] CRLF = MessageBuffer.ascii("\r\n");
    static final byte[] VERSION = MessageBuffer.ascii(" SIP/2.0\r\nVia: SIP/2.0/UDP ");
    static final byte[] BRANCH = MessageBuffer.ascii(";rport;branch=");
    static final byte[] FROM = MessageBuffer.ascii("\r\nMax-Forwards: 70\r\nFrom: <");
    static final byte[] TAG = MessageBuffer.ascii(">;tag=");
    static final byte[] TO = MessageBuffer.ascii("\r\nTo: <");
    static final byte[] CALL_ID = MessageBuffer.ascii(">\r\nCall-ID: ");
    static final byte[] CALL_ID_AFTER_TAG = MessageBuffer.ascii("\r\nCall-ID: ");
    static final byte[] CSEQ = MessageBuffer.ascii("\r\nCSeq: ");
    static final byte[] EVENT = MessageBuffer.ascii("\r\nEvent: ");
    static final byte[] ACCEPT = MessageBuffer.ascii("\r\nAccept: ");
    static final byte[] EXPIRES = MessageBuffer.ascii("\r\nExpires: ");
    static final byte[] CONTACT = MessageBuffer.ascii("\r\nContact: <sip:");
    static final byte[] CONTACT_END = MessageBuffer.ascii(">");
    static final byte[] IF_MATCH = MessageBuffer.ascii("\r\nSIP-If-Match: ");
    static final byte[] PIDF = MessageBuffer.ascii("\r\nContent-Type: application/pidf+xml");
    static final byte[] PLAIN = MessageBuffer.ascii("\r\nContent-Type: text/plain");
    static final byte[] LENGTH = MessageBuffer.ascii("\r\nContent-Length: ");
    static final byte[] END = MessageBuffer.ascii("\r\n\r\n");
    static final byte[] OK = MessageBuffer.ascii("SIP/2.0 200 OK\r\n");
    static final byte[] NO_DIALOG = MessageBuffer.ascii("SIP/2.0 481 Subscription does not exist\r\n");
    static final byte[] EMPTY_END = MessageBuffer.ascii("Content-Length: 0\r\n\r\n");
    static final byte[] ANSWERER = MessageBuffer.ascii(";tag=bench");

    private LoadText() {}
}
