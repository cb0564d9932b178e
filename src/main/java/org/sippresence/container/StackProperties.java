package org.sippresence.container;

import java.util.Properties;
import org.sippresence.hook.RequestParserFactory;
import org.sippresence.hook.RequestValve;
import org.sippresence.hook.SharedSocketNetworkLayer;
import org.sippresence.hook.TcpProcessorFactory;

/** The properties of the container's JAIN SIP stack. */
final class StackProperties {

    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final String SOCKET_BUFFER = "8000000";

    private StackProperties() {}

    static Properties create(int processors) {
        Properties properties = new Properties();
        // also the name of its logger
        properties.setProperty("javax.sip.STACK_NAME", "gov.nist.presence");
        // dialogs are managed by the application: no object of the stack outlives a transaction
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        String nist = "gov.nist.javax.sip.";
        properties.setProperty(nist + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty(nist + "DELIVER_UNSOLICITED_NOTIFY", "true");
        properties.setProperty(nist + "LOOSE_DIALOG_VALIDATION", "true");
        properties.setProperty(nist + "PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "true");
        properties.setProperty(nist + "MAX_FORK_TIME_SECONDS", "0");
        properties.setProperty(nist + "REENTRANT_LISTENER", "true");
        properties.setProperty(nist + "THREAD_POOL_SIZE", Integer.toString(Math.max(8, 2 * processors)));
        // a transaction that only waits for retransmissions keeps the bytes of its response and no parsed message
        properties.setProperty(nist + "RELEASE_REFERENCES_STRATEGY", "Aggressive");
        properties.setProperty(nist + "MESSAGE_PARSER_FACTORY", RequestParserFactory.class.getName());
        properties.setProperty(nist + "NETWORK_LAYER", SharedSocketNetworkLayer.class.getName());
        properties.setProperty(nist + "SIP_MESSAGE_VALVE", RequestValve.class.getName());
        properties.setProperty(nist + "MESSAGE_PROCESSOR_FACTORY", TcpProcessorFactory.class.getName());
        properties.setProperty(nist + "TRACE_LEVEL", "0");
        properties.setProperty(nist + "LOG_MESSAGE_CONTENT", "false");
        properties.setProperty(nist + "MAX_MESSAGE_SIZE", Integer.toString(LARGEST_MESSAGE));
        properties.setProperty(nist + "RECEIVE_UDP_BUFFER_SIZE", SOCKET_BUFFER);
        properties.setProperty(nist + "SEND_UDP_BUFFER_SIZE", SOCKET_BUFFER);
        return properties;
    }
}
