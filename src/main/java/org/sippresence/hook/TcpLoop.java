package org.sippresence.hook;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one address and connects from it. A connection belongs to one of the {@link ConnectionThreads}, which reads, parses
 * and handles what arrives, and writes.
 */
final class TcpLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TcpLoop.class);
    private static final int BACKLOG = 1024;
    private static final long WARN_EACH = TimeUnit.MINUTES.toNanos(1);
    private static final AdaptiveRecvByteBufAllocator READ_SIZES = new AdaptiveRecvByteBufAllocator(512, 2_048, 16_384);

    private final EventLoopGroup threads = ConnectionThreads.acquire();
    private final Channel listening;
    private final Future<?> ticks;

    /** The owner of the connections. */
    interface Owner {

        /** Called for each new connection, on its thread. */
        void accepted(SocketChannel socket);

        /** Called once per second, on one of the threads. */
        void tick(long now);
    }

    /** Begins to listen. */
    TcpLoop(InetSocketAddress address, Owner owner) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES)
                .childHandler(initializer(owner::accepted))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            ConnectionThreads.release();
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        this.listening = bound.channel();
        listening.pipeline().addLast(new AcceptFailures());
        this.ticks = threads.scheduleWithFixedDelay(() -> owner.tick(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
    }

    private static ChannelInitializer<SocketChannel> initializer(Consumer<SocketChannel> action) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel socket) {
                action.accept(socket);
            }
        };
    }

    /**
     * Connects, waiting for the result.
     *
     * @param initialize called with the socket before it is connected, on its thread
     * @param from address and port to bind
     */
    void connect(Consumer<SocketChannel> initialize, InetSocketAddress to, SocketAddress from, Duration timeout)
            throws IOException {
        if (!listening.isOpen()) {
            throw new IOException("the server stops");
        }
        ChannelFuture connected = new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(initializer(initialize))
                .connect(to, from)
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException(connected.cause().getMessage(), connected.cause());
        }
    }

    /** Ends accepting, and releases the address. */
    void stop() {
        ticks.cancel(false);
        listening.close().awaitUninterruptibly();
        ConnectionThreads.release();
    }

    /** Logs that a connection cannot be accepted; Netty then waits for a second. */
    private static final class AcceptFailures extends ChannelInboundHandlerAdapter {

        private long warned = System.nanoTime() - WARN_EACH;

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            long now = System.nanoTime();
            if (now - warned > WARN_EACH) {
                warned = now;
                LOG.warn("connections over TCP cannot be accepted, retried every second: {}", cause.getMessage());
            }
        }
    }
}
