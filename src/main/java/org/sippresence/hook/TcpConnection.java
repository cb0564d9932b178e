package org.sippresence.hook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.sippresence.hook.ConnectionCounts.Bound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A non-blocking TCP connection: received bytes go to a {@link MessageFramer}; bytes to send are written as far as the peer
 * reads, the rest waits up to a bound. Reading pauses while received bytes are handled. Thread-safe except {@link #read}, which
 * one thread at a time calls.
 */
final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final int CHUNK = 65_536;
    private static final int READ_AHEAD = 16_384;

    /** The time that a peer has to read the last response before the connection is closed. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final ThreadLocal<ByteBuffer> READ_BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_AHEAD));

    private final SocketChannel socket;
    private final InetAddress peer;
    private final Owner owner;
    private final MessageFramer framer = new MessageFramer();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>(0);
    private State state = State.OPEN;
    private long unsentBytes;
    private long receivedBytes;
    private long counted;
    private SelectionKey key;
    private volatile long lastRead = System.nanoTime();
    private volatile long lastWritten = lastRead;
    private volatile long messageBegan;
    private volatile boolean isWithinMessage;

    private enum State {
        OPEN,
        /** Waiting bytes are written, further messages are not; received bytes are discarded. */
        ENDING,
        CLOSED
    }

    /** The owner, which handles received bytes. */
    interface Owner {

        /** Called on the reading thread when bytes have arrived. */
        void received(MessageFramer framer);

        /** Called once, on any thread, when the connection has ended. */
        void closed(TcpConnection connection);
    }

    /**
     * @param socket a connected socket
     * @param peer the address that was admitted
     */
    TcpConnection(SocketChannel socket, InetAddress peer, Owner owner) throws IOException {
        this.socket = socket;
        this.owner = owner;
        this.peer = peer;
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    InetAddress peer() {
        return peer;
    }

    /** Registers for arriving bytes. */
    synchronized void register(Selector selector) throws ClosedChannelException {
        int ops = unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        key = socket.register(selector, ops, this);
        selector.wakeup();
    }

    /** Whether messages can be received and sent. */
    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Writes as much as the peer accepts now; the rest waits.
     *
     * @throws IOException if the connection has ended, or ends because too many bytes wait
     */
    void send(byte[] message) throws IOException {
        try {
            Optional<Bound> met = sendOrKeep(ByteBuffer.wrap(message));
            if (met.isPresent()) {
                end(met.get());
                throw new IOException("too many bytes wait to be sent: " + met.get());
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private synchronized Optional<Bound> sendOrKeep(ByteBuffer message) throws IOException {
        if (state != State.OPEN) {
            throw new ClosedChannelException();
        }
        if (unsent.isEmpty()) {
            write(message);
            if (!message.hasRemaining()) {
                return Optional.empty();
            }
            lastWritten = System.nanoTime();
            if (key != null) { // otherwise register sets the interest
                key.interestOpsOr(SelectionKey.OP_WRITE);
                key.selector().wakeup();
            }
        } else if (unsentBytes + message.remaining() > Connections.limits().mostUnsent()) {
            return Optional.of(Bound.CLOSED_UNREAD);
        }
        unsentBytes += message.remaining();
        unsent.add(message);
        return countWaiting();
    }

    /** Adds the change in waiting bytes to the total of all connections; returns the bound if the total is too large. */
    private synchronized Optional<Bound> countWaiting() {
        long waits = state == State.CLOSED ? 0 : unsentBytes + receivedBytes;
        long more = waits - counted;
        counted = waits;
        if (more != 0) {
            Connections.waiting().add(more);
        }
        return more > 0 && Connections.waiting().isOverLimit() ? Optional.of(Bound.CLOSED_MEMORY) : Optional.empty();
    }

    /** Writes in chunks, because the JDK keeps an off-heap buffer for each thread that is as large as the largest write. */
    private void write(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        int written = 1;
        while (written > 0 && bytes.position() < limit) {
            bytes.limit(Math.min(limit, bytes.position() + CHUNK));
            written = socket.write(bytes);
        }
        bytes.limit(limit);
    }

    /** Whether nothing waits to be written. */
    synchronized boolean isWritten() {
        return unsent.isEmpty();
    }

    /** Writes waiting bytes after the peer has read some. */
    void flush() {
        try {
            flushWaiting();
        } catch (IOException | CancelledKeyException e) {
            close();
        }
    }

    private synchronized void flushWaiting() throws IOException {
        lastWritten = System.nanoTime();
        while (!unsent.isEmpty()) {
            ByteBuffer first = unsent.peek();
            int before = first.remaining();
            write(first);
            unsentBytes -= before - first.remaining();
            if (first.hasRemaining()) {
                countWaiting();
                return;
            }
            unsent.remove();
        }
        countWaiting();
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        if (state == State.ENDING) {
            socket.shutdownOutput();
        }
    }

    /** Reads the available bytes once, then waits for more. */
    void read() {
        boolean isAlive = false;
        try {
            isAlive = readOnce();
        } catch (IOException | CancelledKeyException e) {
            LOG.trace("{}: {}", peer, e.toString());
        } catch (RuntimeException e) { // faults of the stack with untrusted input
            LOG.warn("a message over TCP could not be handled, its connection is closed: {}", e.toString());
        } finally { // also after an Error: nothing would read the connection any more
            if (!isAlive) {
                close();
            }
        }
    }

    private boolean readOnce() throws IOException {
        ByteBuffer bytes = READ_BUFFER.get().clear();
        if (socket.read(bytes) < 0) {
            return false;
        }
        if (isOpen()) {
            lastRead = System.nanoTime();
            framer.append(bytes.flip());
            owner.received(framer);
            noteTime();
            noteSize().ifPresent(this::end);
        }
        key.interestOpsOr(SelectionKey.OP_READ);
        key.selector().wakeup();
        return true;
    }

    /**
     * Records the start of an incomplete message: it must be complete within a time from its first byte, however slowly bytes
     * arrive.
     */
    private void noteTime() {
        boolean isWithin = framer.isWithinMessage();
        boolean isNext = framer.takeMessageFound() || !isWithinMessage;
        if (isWithin && isNext) {
            messageBegan = System.nanoTime();
        }
        isWithinMessage = isWithin;
    }

    private synchronized Optional<Bound> noteSize() {
        receivedBytes = framer.size();
        return countWaiting();
    }

    /** Closes the connection if it has reached a bound. */
    void check(long now) {
        ConnectionLimits limits = Connections.limits();
        if (!isOpen()) {
            if (now - Math.max(lastRead, lastWritten) > LINGER.toNanos()) {
                close();
            }
        } else if (!isWritten() && now - lastWritten > limits.message().toNanos()) {
            end(Bound.CLOSED_UNREAD);
        } else if (isWithinMessage && now - messageBegan > limits.message().toNanos()) {
            end(Bound.CLOSED_INCOMPLETE);
        } else if (now - lastRead > limits.idle().toNanos()) {
            end(Bound.CLOSED_IDLE);
        }
    }

    private void end(Bound bound) {
        Connections.counts().count(bound);
        LOG.debug("{} {}", peer, bound);
        close();
    }

    /** Closes the connection after the waiting bytes are written and the peer has had time to read them. */
    void closeWhenWritten() {
        try {
            beginToEnd();
        } catch (IOException e) {
            close();
        }
    }

    private synchronized void beginToEnd() throws IOException {
        if (state == State.OPEN) {
            state = State.ENDING;
            lastWritten = System.nanoTime();
            if (unsent.isEmpty()) {
                socket.shutdownOutput();
            }
        }
    }

    /** Closes the connection at once. Idempotent. */
    void close() {
        if (closeSocket()) {
            owner.closed(this);
        }
    }

    private synchronized boolean closeSocket() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        unsent.clear();
        countWaiting();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", peer, e.toString());
        }
        if (key != null) {
            key.selector().wakeup(); // the selector releases the socket
        }
        return true;
    }
}
