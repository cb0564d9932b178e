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
 * Makes the stack allocate small arrays for received datagrams. It allocates 64 KiB for each, more garbage than everything else
 * together, though {@link ListeningSocket} never fills that array. Its size is the largest message size of all transports when a
 * listening point for UDP is created, so that value is lowered for this time.
 */
final class ReceiveArrays {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveArrays.class);
    private static final int SMALL = 1;

    /** The previous value, by stack; there is more than one stack only in tests. */
    private static final Map<SIPTransactionStack, Integer> LOWERED = new HashMap<>();

    private ReceiveArrays() {}

    /** Lowers the value. Called before the stack opens its ports. No effect on other implementations of the stack. */
    static synchronized void lower(SipStack stack) {
        if (stack instanceof SipStackImpl ours && ours.getNetworkLayer() instanceof SharedSocketNetworkLayer) {
            LOWERED.put(ours, ours.getMaxMessageSize());
            set(ours, SMALL);
        }
    }

    /** Restores the value. Called when a UDP socket is requested: its listening point has read the value by then. */
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
            LOG.debug("receive buffers for datagrams keep their size: {}", e.toString());
        }
    }
}
