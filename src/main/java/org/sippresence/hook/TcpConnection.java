package org.sippresence.hook;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.sippresence.hook.ConnectionCounts.Bound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection within its bounds: received bytes go to a {@link MessageFramer}; bytes to send are written as far as the peer
 * reads, the rest waits up to a bound. Nothing more is read while received bytes are handled. Thread-safe except
 * {@link #received}, which the thread of the connection calls.
 */
final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    /** The unit in which the progress of the peer is noticed. */
    private static final int CHUNK = 16_384;

    /** The time that a peer has to read the last response before the connection is closed. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final SocketChannel socket;
    private final InetAddress peer;
    private final Owner owner;
    private final int partLength;
    private final MessageFramer framer = new MessageFramer();
    private State state = State.OPENING;
    private long unsentBytes;
    private long receivedBytes;
    private long counted;
    private volatile long lastRead = System.nanoTime();
    private volatile long lastWritten = lastRead;
    private volatile long messageBegan = lastRead;

    /** A handshake that is not complete counts as a message that is not. */
    private volatile boolean isWithinMessage = true;

    private enum State {
        /** Not connected yet, or the handshake is not complete. */
        OPENING,
        OPEN,
        /** Waiting bytes are written, further messages are not; received bytes are discarded. */
        ENDING,
        CLOSED
    }

    /** The owner, which handles received bytes. */
    interface Owner {

        /** Called on the thread of the connection when bytes have arrived. */
        void received(MessageFramer framer);

        /** Ends the output, on the thread of the connection. */
        void endOutput(SocketChannel socket);

        /** Called once, on any thread, when the connection has ended. */
        void closed(TcpConnection connection);
    }

    /**
     * @param peer the address that was admitted
     * @param transport a WebSocket message is written as a whole
     */
    TcpConnection(SocketChannel socket, InetAddress peer, StreamTransport transport, Owner owner) {
        this.socket = socket;
        this.owner = owner;
        this.peer = peer;
        this.partLength = transport.isWebSocket() ? Integer.MAX_VALUE : CHUNK;
        ChannelFuture unused = socket.closeFuture().addListener(closed -> close());
    }

    InetAddress peer() {
        return peer;
    }

    /** Notes that the connection is established, including its handshake. */
    synchronized void opened() {
        if (state == State.OPENING) {
            state = State.OPEN;
            isWithinMessage = false;
            receivedBytes = 0;
            Optional<Bound> unused = countWaiting();
            notifyAll();
        }
    }

    /**
     * Waits until the connection is established.
     *
     * @throws IOException if it is not in time, or has failed
     */
    synchronized void awaitOpened(Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            long left = timeout.toMillis();
            while (state == State.OPENING && left > 0) {
                wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (state != State.OPEN) {
            throw new IOException("no connection to " + peer.getHostAddress());
        }
    }

    /** The certificate of the peer; empty without TLS, and if the peer has sent none. */
    Optional<X509Certificate> peerCertificate() {
        SslHandler tls = socket.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) tls.engine().getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Whether messages can be received and sent. */
    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Sends a response. Bytes that the peer does not accept now wait.
     *
     * @throws IOException if the connection has ended, or ends because too many bytes wait
     */
    void send(byte[] message) throws IOException {
        Optional<Bound> met = reserve(message.length);
        if (met.isPresent()) {
            end(met.get());
            throw new IOException("too many bytes wait to be sent: " + met.get());
        }
        write(message);
    }

    /**
     * Sends a request. If too many bytes wait it is not sent, and the connection stays open: the newest state is sent later.
     *
     * @throws IOException if the connection has ended, or too many bytes wait
     */
    void offer(byte[] message) throws IOException {
        if (isFull(message.length)) {
            throw new IOException("too many bytes wait to be sent");
        }
        send(message);
    }

    private synchronized boolean isFull(int more) {
        return unsentBytes > 0 && unsentBytes + more > Connections.limits().mostUnsent();
    }

    private synchronized Optional<Bound> reserve(int bytes) throws ClosedChannelException {
        if (state != State.OPEN) {
            throw new ClosedChannelException();
        }
        if (isFull(bytes)) {
            return Optional.of(Bound.CLOSED_UNREAD);
        }
        if (unsentBytes == 0) {
            lastWritten = System.nanoTime();
        }
        unsentBytes += bytes;
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

    private void write(byte[] message) throws IOException {
        try {
            if (socket.eventLoop().inEventLoop()) {
                writeParts(message);
            } else { // in one task, so that no other message comes between the parts
                socket.eventLoop().execute(() -> writeParts(message));
            }
        } catch (RejectedExecutionException e) {
            close();
            throw new IOException("the server stops", e);
        }
    }

    private void writeParts(byte[] message) {
        int from = 0;
        while (from < message.length) {
            int length = Math.min(partLength, message.length - from);
            ByteBuf bytes = Unpooled.wrappedBuffer(message, from, length);
            ChannelFuture unused = socket.write(bytes).addListener(written -> written(length, written.isSuccess()));
            from += length;
        }
        socket.flush();
    }

    private void written(int bytes, boolean isSuccess) {
        if (!isSuccess) {
            close();
        } else if (isLastWritten(bytes)) {
            owner.endOutput(socket);
        }
    }

    private synchronized boolean isLastWritten(int bytes) {
        lastWritten = System.nanoTime();
        unsentBytes -= bytes;
        countWaiting();
        return state == State.ENDING && unsentBytes == 0;
    }

    /** Whether nothing waits to be written. */
    synchronized boolean isWritten() {
        return unsentBytes == 0;
    }

    /** Handles received bytes; nothing is kept of the buffer. */
    void received(ByteBuffer bytes) {
        if (!isOpen()) {
            return;
        }
        lastRead = System.nanoTime();
        framer.append(bytes);
        handle(() -> owner.received(framer));
        noteTime();
        noteSize(framer.size()).ifPresent(this::end);
    }

    /** Notes bytes that another handler keeps until their message is complete. */
    void partReceived(int bytes) {
        lastRead = System.nanoTime();
        if (!isWithinMessage) {
            messageBegan = lastRead;
            isWithinMessage = true;
        }
        noteMoreBytes(bytes).ifPresent(this::end);
    }

    private synchronized Optional<Bound> noteMoreBytes(int bytes) {
        receivedBytes += bytes;
        return countWaiting();
    }

    /** Notes that the message of these bytes is complete. */
    void messageEnded() {
        isWithinMessage = false;
        Optional<Bound> unused = noteSize(0);
    }

    /** Runs a handler of received bytes. */
    void handle(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException e) { // faults of the stack with untrusted input
            LOG.warn("a message over TCP could not be handled, its connection is closed: {}", e.toString());
            close();
        }
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

    private synchronized Optional<Bound> noteSize(int bytes) {
        receivedBytes = bytes;
        return countWaiting();
    }

    /** Closes the connection if it has reached a bound. */
    void check(long now) {
        ConnectionLimits limits = Connections.limits();
        if (isEnding()) {
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

    private synchronized boolean isEnding() {
        return state == State.ENDING;
    }

    private void end(Bound bound) {
        Connections.counts().count(bound);
        LOG.debug("{} {}", peer, bound);
        close();
    }

    /** Closes the connection after the waiting bytes are written and the peer has had time to read them. */
    void closeWhenWritten() {
        if (isOutputEndedBy()) {
            try {
                socket.eventLoop().execute(() -> owner.endOutput(socket));
            } catch (RejectedExecutionException e) {
                close();
            }
        }
    }

    private synchronized boolean isOutputEndedBy() {
        if (state != State.OPEN) {
            return false;
        }
        state = State.ENDING;
        lastWritten = System.nanoTime();
        return unsentBytes == 0;
    }

    /** Closes the connection at once. Idempotent. */
    void close() {
        if (isClosedBy()) {
            ChannelFuture unused = socket.close();
            owner.closed(this);
        }
    }

    private synchronized boolean isClosedBy() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        countWaiting();
        notifyAll();
        return true;
    }
}
