package org.sippresence.sipclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One UDP socket and one TCP listener on the same port, with all connections, read and written by one selector thread. */
final class TestSocket implements AutoCloseable {

    /** Receives incoming messages; called by the selector thread. */
    interface Receiver {
        void received(byte[] message, Transport transport, Consumer<byte[]> reply);
    }

    private static final int ATTEMPTS = 50;
    private static final long CLOSING_MILLIS = 10_000;

    private final Selector selector;
    private final DatagramChannel udp;
    private final ServerSocketChannel listener;
    private final Receiver receiver;
    private final Map<InetSocketAddress, Connection> outgoing = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::loop);
    private final Link out;
    private final Link in;

    /**
     * Opens the ports.
     *
     * @param out the path of sent datagrams
     * @param in the path of received datagrams
     */
    TestSocket(InetAddress host, Receiver receiver, Link out, Link in) {
        this.receiver = receiver;
        this.out = out;
        this.in = in;
        try {
            selector = Selector.open();
            listener = ServerSocketChannel.open();
            udp = DatagramChannel.open();
            bindBoth(host);
            udp.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            udp.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setName("sip-client-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    private void bindBoth(InetAddress host) throws IOException {
        for (int attempt = 1; !udp.socket().isBound(); attempt++) {
            int port = FreePorts.next();
            try {
                udp.bind(new InetSocketAddress(host, port));
                listener.bind(new InetSocketAddress(host, port), 1024);
            } catch (IOException e) {
                if (attempt == ATTEMPTS || udp.socket().isBound()) {
                    throw e;
                }
            }
        }
    }

    /** Number of datagrams that the system did not accept. */
    long lost() {
        return lost.get();
    }

    int port() {
        return udp.socket().getLocalPort();
    }

    /** Sends from the UDP socket, or over the one connection to the target, which is opened on demand. */
    void send(byte[] message, TestTarget target) {
        if (target.transport() == Transport.UDP) {
            sendDatagram(message, target.address());
        } else {
            outgoing.compute(
                            target.address(),
                            (address, old) -> old != null && old.channel.isOpen() ? old : connect(address))
                    .send(message);
        }
    }

    private void sendDatagram(byte[] message, InetSocketAddress to) {
        out.pass(() -> sendNow(message, to));
    }

    private void sendNow(byte[] message, InetSocketAddress to) {
        try {
            udp.send(ByteBuffer.wrap(message), to);
        } catch (IOException e) {
            // like a lost datagram: the transaction retransmits it
            lost.incrementAndGet();
        }
    }

    /** Connects from the endpoint's own address, which may be one of several of the loopback. */
    private Connection connect(InetSocketAddress address) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.bind(new InetSocketAddress(udp.socket().getLocalAddress(), 0));
            channel.connect(address);
            return register(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Connection register(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
        Connection connection = new Connection(channel);
        later(() -> {
            try {
                channel.register(selector, SelectionKey.OP_READ, connection);
                connection.flush();
            } catch (IOException e) {
                connection.close();
            }
        });
        return connection;
    }

    private void onSelector(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            later(task);
        }
    }

    private void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void loop() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (ClosedSelectorException e) {
            // the socket is closed
            tasks.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeAll();
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() == udp) {
                readDatagrams();
            } else if (key.channel() == listener) {
                register(listener.accept());
            } else if (key.attachment() instanceof Connection connection) {
                connection.ready(key);
            }
        } catch (CancelledKeyException | IOException e) {
            key.cancel();
            if (key.attachment() instanceof Connection connection) {
                connection.close();
            }
        }
    }

    private void readDatagrams() throws IOException {
        for (InetSocketAddress from = read(); from != null; from = read()) {
            buffer.flip();
            byte[] message = new byte[buffer.remaining()];
            buffer.get(message);
            InetSocketAddress source = from;
            in.pass(() ->
                    onSelector(() -> receiver.received(message, Transport.UDP, reply -> sendDatagram(reply, source))));
        }
    }

    private InetSocketAddress read() throws IOException {
        buffer.clear();
        return (InetSocketAddress) udp.receive(buffer);
    }

    /** Closes after what was sent before; returns when the selector thread has ended. */
    @Override
    public void close() {
        later(this::closeAll);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By the selector thread: a channel that another thread closes while it is registered breaks the selector. */
    private void closeAll() {
        try {
            udp.close();
            listener.close();
            if (selector.isOpen()) {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
                selector.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One TCP connection; messages are framed by their Content-Length (RFC 3261 section 18.3). */
    private final class Connection {
        private final SocketChannel channel;
        private final Queue<ByteBuffer> unsent = new ConcurrentLinkedQueue<>();
        private byte[] unread = new byte[0];

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send(byte[] message) {
            unsent.add(ByteBuffer.wrap(message));
            later(this::flush);
        }

        void flush() {
            SelectionKey key = channel.keyFor(selector);
            if (key == null || !key.isValid()) {
                return;
            }
            try {
                while (!unsent.isEmpty()) {
                    channel.write(unsent.element());
                    if (unsent.element().hasRemaining()) {
                        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                        return;
                    }
                    unsent.remove();
                }
                key.interestOps(SelectionKey.OP_READ);
            } catch (CancelledKeyException | IOException e) {
                close();
            }
        }

        void ready(SelectionKey key) throws IOException {
            if (key.isReadable()) {
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    close();
                    return;
                }
                append();
                for (Optional<byte[]> message = take(); message.isPresent(); message = take()) {
                    receiver.received(message.get(), Transport.TCP, this::send);
                }
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
        }

        private void append() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(unread);
            all.write(buffer.array(), 0, buffer.position());
            unread = all.toByteArray();
        }

        private Optional<byte[]> take() {
            int start = 0;
            while (start < unread.length && (unread[start] == '\r' || unread[start] == '\n')) {
                start++;
            }
            unread = Arrays.copyOfRange(unread, start, unread.length);
            OptionalInt length = SipMessage.length(unread);
            if (length.isEmpty() || unread.length < length.getAsInt()) {
                return Optional.empty();
            }
            byte[] message = Arrays.copyOf(unread, length.getAsInt());
            unread = Arrays.copyOfRange(unread, message.length, unread.length);
            return Optional.of(message);
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
