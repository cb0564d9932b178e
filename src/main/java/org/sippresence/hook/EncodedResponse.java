package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPResponse;

/** An encoded response, for a channel of the stack that accepts only messages. */
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

    /** Used by the stack to name a message that could not be sent. */
    @Override
    public String getTransactionId() {
        return "";
    }
}
