package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPResponse;

/** A response that is encoded already, for a channel of the stack that sends only messages. */
final class EncodedResponse extends SIPResponse {

    private static final long serialVersionUID = 1L;

    private final byte[] message;

    EncodedResponse(byte[] message) {
        this.message = message;
    }

    @Override
    public byte[] encodeAsBytes(String transport) {
        return message;
    }

    /** The stack names with it what could not be sent. */
    @Override
    public String getTransactionId() {
        return "";
    }
}
