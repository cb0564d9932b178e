package org.sippresence.hook;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sippresence.hook.ConnectionCounts.Bound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack's message processor for TCP on one address: accepts and opens connections, and finds them by the peer's address and
 * port. The number of threads does not grow with the connections, see {@link TcpLoop}.
 */
final class TcpProcessor extends ConnectionOrientedMessageProcessor implements TcpLoop.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(TcpProcessor.class);
    private static final int SIP_PORT = 5060;
    private static final long WARN_EACH = TimeUnit.MINUTES.toNanos(1);

    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Optional<TcpLoop> loop = Optional.empty();
    private long warned = System.nanoTime() - WARN_EACH;
    private long refusedBefore;

    TcpProcessor(InetAddress address, SIPTransactionStack stack, int port) {
        super(address, port, "tcp", stack);
    }

    @Override
    public void start() throws IOException {
        TcpLoop started = new TcpLoop(new InetSocketAddress(getIpAddress(), getPort()), this);
        loop = Optional.of(started);
        started.start();
    }

    @Override
    public void stop() {
        loop.ifPresent(TcpLoop::stop);
        loop = Optional.empty();
    }

    @Override
    public void stopped() {
        connections.forEach(TcpConnection::close);
    }

    @Override
    public void accepted(SocketChannel socket) {
        try {
            InetAddress peer = socket.socket().getInetAddress();
            if (Connections.counts().admit(peer, Connections.limits()).isPresent()) {
                reset(socket);
                return;
            }
            new TcpChannel(this, peer, socket.socket().getPort()).open(socket);
        } catch (IOException e) { // already closed
            LOG.debug("a connection over TCP ended at once: {}", e.toString());
        }
    }

    private static void reset(SocketChannel socket) throws IOException {
        try (socket) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    /** Reads from an admitted connection, and registers it for messages to its peer. */
    void add(TcpConnection connection, TcpChannel channel) throws IOException {
        connections.add(connection);
        messageChannels.put(channel.getKey(), channel);
        Connections.opened(channel);
        try {
            connection.register(loop.orElseThrow(ClosedSelectorException::new).selector());
        } catch (ClosedSelectorException e) {
            throw new IOException("the server stops", e);
        }
    }

    /** Removes an ended connection. */
    void forget(TcpConnection connection, TcpChannel channel) {
        if (connections.remove(connection)) {
            Connections.counts().release(connection.peer());
        }
        messageChannels.remove(channel.getKey(), channel);
        Connections.closed(channel);
    }

    @Override
    public void tick(long now) {
        connections.forEach(connection -> connection.check(now));
        ConnectionCounts counts = Connections.counts();
        long refused = counts.counted(Bound.REFUSED) + counts.counted(Bound.REFUSED_SOURCE);
        if (refused > refusedBefore && now - warned > WARN_EACH) {
            LOG.warn(
                    "{} TCP connections were refused since the last such line: {} are open, tcp_max_connections={},"
                            + " tcp_max_connections_per_source={}",
                    refused - refusedBefore,
                    counts.open(),
                    Connections.limits().connections(),
                    Connections.limits().perSource());
            warned = now;
            refusedBefore = refused;
        }
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        return createMessageChannel(target.getInetAddress(), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) throws IOException {
        return channel(host, port > 0 ? port : SIP_PORT);
    }

    /** The channel with an open connection to that address, or a new one without a connection. */
    TcpChannel channel(InetAddress host, int port) {
        return messageChannels.get(MessageChannel.getKey(host, port, "TCP")) instanceof TcpChannel known
                        && known.isOpen()
                ? known
                : new TcpChannel(this, host, port);
    }

    @Override
    public String getTransport() {
        return "tcp";
    }

    @Override
    public int getDefaultTargetPort() {
        return SIP_PORT;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public boolean inUse() {
        return !connections.isEmpty();
    }
}
