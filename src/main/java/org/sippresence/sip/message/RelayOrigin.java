package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.ViaHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The upstream side of a relayed request, to which its one final response is sent. Thread-safe. */
public final class RelayOrigin {

    private static final Logger LOG = LoggerFactory.getLogger(RelayOrigin.class);

    private final SIPRequest request;
    private final String tag;
    private final ResponseSender sender;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** @param tag local tag of responses that this server creates */
    public RelayOrigin(SIPRequest request, String tag, ResponseSender sender) {
        this.request = request;
        this.tag = tag;
        this.sender = sender;
    }

    /** Sends a final response upstream. */
    @FunctionalInterface
    public interface ResponseSender {
        void send(SIPResponse response) throws SipException, InvalidArgumentException;
    }

    public SIPRequest request() {
        return request;
    }

    public boolean isAnswered() {
        return answered.get();
    }

    /** Forwards a response (RFC 3261 section 16.7 step 3); never throws, and drops all but the first. */
    public void forward(SIPResponse received) {
        SIPResponse response = (SIPResponse) received.clone();
        response.removeFirst(ViaHeader.NAME);
        if (response.getTopmostVia() == null) {
            LOG.debug("a response to a relayed request has no further Via");
            return;
        }
        send(response);
    }

    /** Sends a response of this server; never throws, and does nothing after another response. */
    public void answer(int status, String reason) {
        SIPResponse response = request.createResponse(status, reason);
        if (response.getToTag() == null) {
            response.setToTag(tag);
        }
        send(response);
    }

    private void send(SIPResponse response) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        try {
            sender.send(response);
        } catch (SipException | InvalidArgumentException | RuntimeException e) { // the client has gone
            LOG.debug("the response to a relayed request could not be sent: {}", e.toString());
        }
    }
}
