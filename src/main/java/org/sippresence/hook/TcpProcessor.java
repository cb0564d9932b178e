package org.sippresence.hook;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sippresence.hook.ConnectionCounts.Bound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack's message processor for a transport over TCP on one address: accepts and opens connections, and finds them by the
 * peer's address and port. The number of threads does not grow with the connections, see {@link ConnectionThreads}.
 */
final class TcpProcessor extends ConnectionOrientedMessageProcessor implements TcpLoop.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(TcpProcessor.class);
    private static final long WARN_EACH = TimeUnit.MINUTES.toNanos(1);

    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
    private final StreamTransport stream;
    private final StreamPipeline pipeline;
    private volatile Optional<TcpLoop> loop = Optional.empty();
    private long warned = System.nanoTime() - WARN_EACH;
    private long refusedBefore;

    TcpProcessor(InetAddress address, SIPTransactionStack stack, int port, StreamTransport transport) {
        super(address, port, transport.lowerCase(), stack);
        this.stream = transport;
        this.pipeline = new StreamPipeline(transport);
    }

    StreamTransport transport() {
        return stream;
    }

    StreamPipeline pipeline() {
        return pipeline;
    }

    @Override
    public void start() throws IOException {
        loop = Optional.of(new TcpLoop(new InetSocketAddress(getIpAddress(), getPort()), this));
    }

    @Override
    public void stop() {
        Optional<TcpLoop> running = loop;
        loop = Optional.empty(); // nobody connects any more
        running.ifPresent(TcpLoop::stop);
        connections.forEach(TcpConnection::close);
    }

    @Override
    public void accepted(SocketChannel socket) {
        InetSocketAddress peer = socket.remoteAddress();
        if (peer == null) { // already closed
            ChannelFuture unused = socket.close();
        } else if (Connections.counts()
                .admit(peer.getAddress(), Connections.limits())
                .isPresent()) {
            socket.config().setSoLinger(0);
            ChannelFuture unused = socket.close();
        } else {
            new TcpChannel(this, peer.getAddress(), peer.getPort()).accept(socket);
        }
    }

    /** Connects from the address of this processor. */
    void connect(Consumer<SocketChannel> initialize, InetSocketAddress peer, Duration timeout) throws IOException {
        InetSocketAddress local = new InetSocketAddress(getIpAddress(), 0);
        loop.orElseThrow(() -> new IOException("the server stops")).connect(initialize, peer, local, timeout);
    }

    /** Keeps an admitted connection, for messages to its peer. */
    void add(TcpConnection connection, TcpChannel channel) {
        connections.add(connection);
        messageChannels.put(channel.getKey(), channel);
        Connections.opened(channel);
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
        return channel(host, port > 0 ? port : stream.defaultPort());
    }

    /** The channel with an open connection to that address, or a new one without a connection. */
    TcpChannel channel(InetAddress host, int port) {
        return messageChannels.get(MessageChannel.getKey(host, port, stream.name())) instanceof TcpChannel known
                        && known.isOpen()
                ? known
                : new TcpChannel(this, host, port);
    }

    @Override
    public String getTransport() {
        return stream.lowerCase();
    }

    @Override
    public int getDefaultTargetPort() {
        return stream.defaultPort();
    }

    @Override
    public boolean isSecure() {
        return stream.isSecure();
    }

    @Override
    public boolean inUse() {
        return !connections.isEmpty();
    }
}
