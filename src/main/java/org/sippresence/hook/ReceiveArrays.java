package org.sippresence.hook;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import javax.sip.SipStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the stack make small arrays for the datagrams that it receives. It makes one of 64 KiB for each, which was more garbage than
 * everything else together, though {@link ListeningSocket} never fills it. Their size is what the largest message of all transports
 * is when a listening point for UDP is made, so that is lowered for so long.
 */
final class ReceiveArrays {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveArrays.class);
    private static final int SMALL = 1;

    /** What it was before, by stack; there is one, but for tests. */
    private static final Map<SIPTransactionStack, Integer> LOWERED = new HashMap<>();

    private ReceiveArrays() {}

    /** Before the stack opens its ports. Without effect on a stack that is built otherwise. */
    static synchronized void lower(SipStack stack) {
        if (stack instanceof SipStackImpl ours && ours.getNetworkLayer() instanceof SharedSocketNetworkLayer) {
            LOWERED.put(ours, ours.getMaxMessageSize());
            set(ours, SMALL);
        }
    }

    /** When a socket for UDP is asked for: its listening point has looked already. */
    static synchronized void restore() {
        LOWERED.forEach(ReceiveArrays::set);
        LOWERED.clear();
    }

    private static void set(SIPTransactionStack stack, int size) {
        try {
            Field field = SIPTransactionStack.class.getDeclaredField("maxMessageSize");
            field.setAccessible(true);
            field.setInt(stack, size);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("arrays for datagrams stay as large as they are: {}", e.toString());
        }
    }
}
