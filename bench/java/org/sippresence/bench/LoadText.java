package org.sippresence.bench;

/** The constant parts of messages. */
final class LoadText {

    static final byte[] DOT = Draft.ascii(".");
    static final byte[] P = Draft.ascii("p");
    static final byte[] W = Draft.ascii("w");
    static final byte[] R = Draft.ascii("r");
    static final byte[] M = Draft.ascii("m");
    static final byte[] AT = Draft.ascii("@");
    static final byte[] CRLF = Draft.ascii("\r\n");
    static final byte[] VERSION = Draft.ascii(" SIP/2.0\r\nVia: SIP/2.0/UDP ");
    static final byte[] BRANCH = Draft.ascii(";rport;branch=");
    static final byte[] FROM = Draft.ascii("\r\nMax-Forwards: 70\r\nFrom: <");
    static final byte[] TAG = Draft.ascii(">;tag=");
    static final byte[] TO = Draft.ascii("\r\nTo: <");
    static final byte[] CALL_ID = Draft.ascii(">\r\nCall-ID: ");
    static final byte[] CALL_ID_AFTER_TAG = Draft.ascii("\r\nCall-ID: ");
    static final byte[] CSEQ = Draft.ascii("\r\nCSeq: ");
    static final byte[] EVENT = Draft.ascii("\r\nEvent: ");
    static final byte[] ACCEPT = Draft.ascii("\r\nAccept: ");
    static final byte[] EXPIRES = Draft.ascii("\r\nExpires: ");
    static final byte[] CONTACT = Draft.ascii("\r\nContact: <sip:");
    static final byte[] CONTACT_END = Draft.ascii(">");
    static final byte[] IF_MATCH = Draft.ascii("\r\nSIP-If-Match: ");
    static final byte[] PIDF = Draft.ascii("\r\nContent-Type: application/pidf+xml");
    static final byte[] PLAIN = Draft.ascii("\r\nContent-Type: text/plain");
    static final byte[] LENGTH = Draft.ascii("\r\nContent-Length: ");
    static final byte[] END = Draft.ascii("\r\n\r\n");
    static final byte[] OK = Draft.ascii("SIP/2.0 200 OK\r\n");
    static final byte[] NO_DIALOG = Draft.ascii("SIP/2.0 481 Subscription does not exist\r\n");
    static final byte[] EMPTY_END = Draft.ascii("Content-Length: 0\r\n\r\n");
    static final byte[] ANSWERER = Draft.ascii(";tag=bench");

    private LoadText() {}
}
