package org.sippresence.hook;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.OIOMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;

/**
 * The stack's transports, with our TCP. Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PROCESSOR_FACTORY}, created
 * by the stack with the no-argument constructor.
 */
public final class TcpProcessorFactory extends OIOMessageProcessorFactory {

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        return transport.equalsIgnoreCase("tcp")
                ? new TcpProcessor(address, stack, port)
                : super.createMessageProcessor(stack, address, port, transport);
    }
}
