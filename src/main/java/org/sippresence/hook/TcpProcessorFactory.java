package org.sippresence.hook;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.OIOMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The stack's transports, with our TCP, TLS and WebSocket; TLS without our certificates is the stack's. Named in the stack property {@code gov.nist.javax.sip.MESSAGE_PROCESSOR_FACTORY}, created
 * by the stack with the no-argument constructor.
 */
public final class TcpProcessorFactory extends OIOMessageProcessorFactory {

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        Optional<StreamTransport> stream = StreamTransport.of(transport);
        if (stream.isEmpty() || (stream.get().isSecure() && Tls.current().isEmpty())) {
            return super.createMessageProcessor(stack, address, port, transport);
        }
        return new TcpProcessor(address, stack, port, stream.get());
    }
}
