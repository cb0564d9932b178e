package org.sippresence.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that record what is sent over them. */
public final class TestConnections {

    private TestConnections() {}

    /** An open connection. */
    public static final class Recorded implements FlowConnection, AutoCloseable {

        private final long number = Connections.nextNumber();
        private final List<byte[]> sent = new ArrayList<>();
        private boolean isOpen = true;
        private boolean isFull;

        private Recorded() {
            Connections.opened(this);
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public void send(byte[] message) throws IOException {
            if (isFull) {
                throw new IOException("too many bytes wait to be sent");
            }
            sent.add(message);
        }

        /** Leaves no room for messages from now on. */
        public void fill() {
            isFull = true;
        }

        /** The messages that were sent. */
        public List<byte[]> sent() {
            return sent;
        }

        /** Receives a message of its peer; returns whether it is consumed. */
        public boolean receive(String head) {
            return Connections.intercept(this, head.getBytes(StandardCharsets.US_ASCII));
        }

        /** Ends the connection. */
        @Override
        public void close() {
            isOpen = false;
            Connections.closed(this);
        }
    }

    public static Recorded open() {
        return new Recorded();
    }
}
