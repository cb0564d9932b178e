package org.sippresence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * The generator's UDP sockets, all connected to the server: datagrams from other sources are not received. Each buffers
 * up to 4 MB. Not thread-safe.
 */
final class LoadSocket implements AutoCloseable {

    private static final int BUFFER = 4 << 20;
    private static final int BATCH = 64;
    private static final int LARGEST = 65_536;

    private final Selector selector;
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<byte[]> sentBy = new ArrayList<>();
    private final List<InetAddress> addresses;
    private final ByteBuffer out = ByteBuffer.allocateDirect(LARGEST);
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST);
    private final Packet packet = new Packet();
    private long sent;
    private long received;
    private long dropped;

    /** Receives each datagram that is a SIP message. */
    interface Receiver {

        /**
         * Processes a message.
         *
         * @param packet not to be kept
         */
        void received(int socket, Packet packet);
    }

    /**
     * Opens the sockets.
     *
     * @param addresses local ones, of the sockets in turn; empty: the system chooses
     * @throws UncheckedIOException if there is no way to the server
     */
    LoadSocket(InetSocketAddress target, int sockets, List<InetAddress> addresses) {
        this.addresses = List.copyOf(addresses);
        try {
            selector = Selector.open();
            for (int i = 0; i < sockets; i++) {
                DatagramChannel channel = DatagramChannel.open();
                channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
                if (!addresses.isEmpty()) {
                    channel.bind(new InetSocketAddress(addresses.get(i % addresses.size()), 0));
                }
                channel.connect(target);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, i);
                InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
                String host = local.getAddress().getHostAddress();
                sentBy.add(MessageBuffer.ascii((host.contains(":") ? '[' + host + ']' : host) + ':' + local.getPort()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int sockets() {
        return channels.size();
    }

    /** Whether the socket has the first of the given local addresses. */
    boolean isFirstAddress(int socket) {
        return addresses.isEmpty() || socket % addresses.size() == 0;
    }

    /** Address and port of a socket, as they stand in Via and Contact. */
    byte[] sentBy(int socket) {
        return sentBy.get(socket);
    }

    /** Messages sent and received. */
    long messages() {
        return sent + received;
    }

    /** Messages that the system did not take. */
    long dropped() {
        return dropped;
    }

    /** Sends a message; the network may lose it. */
    void send(int socket, MessageBuffer message) {
        out.clear().put(message.bytes(), 0, message.length()).flip();
        sent++;
        try {
            if (channels.get(socket).write(out) == 0) {
                dropped++;
            }
        } catch (PortUnreachableException e) {
            dropped++; // the server is down
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Receives the messages that have arrived; waits at most this time for the first one. Returns whether there was any. */
    boolean receive(int millis, Receiver receiver) {
        try {
            int ready = millis > 0 ? selector.select(millis) : selector.selectNow();
            if (ready > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    drain((Integer) key.attachment(), receiver);
                }
                selector.selectedKeys().clear();
            }
            return ready > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drain(int socket, Receiver receiver) throws IOException {
        DatagramChannel channel = channels.get(socket);
        for (int i = 0; i < BATCH; i++) {
            in.clear();
            try {
                if (channel.read(in) == 0) {
                    return;
                }
            } catch (PortUnreachableException e) {
                continue; // of a message before, while the server was down
            }
            received++;
            if (packet.take(in.flip())) {
                receiver.received(socket, packet);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
