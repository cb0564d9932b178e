package org.sippresence.hook;

import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.MessageChannel;
import java.lang.reflect.Field;
import java.net.Socket;

/** Determines whether the connection of a channel is still open; the stack has no method for this. */
final class OpenConnections {

    private static final Field SOCKET = socketField();

    private OpenConnections() {}

    private static Field socketField() {
        try {
            Field field = ConnectionOrientedMessageChannel.class.getDeclaredField("mySock");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("the field of a connection's socket is not found in this stack", e);
        }
    }

    static boolean isOpen(MessageChannel channel) {
        if (channel instanceof FlowConnection connection) {
            return connection.isOpen();
        }
        try {
            return !(channel instanceof ConnectionOrientedMessageChannel)
                    || (SOCKET.get(channel) instanceof Socket socket && !socket.isClosed());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the socket of a connection cannot be read", e);
        }
    }
}
