package org.sippresence.hook;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one address. One thread selects connections and readable sockets, a few others read and handle the received bytes.
 * All are daemon threads.
 */
final class TcpLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpLoop.class);
    private static final int BACKLOG = 1024;
    private static final int ACCEPTED_AT_ONCE = 64;
    private static final long TICK = TimeUnit.SECONDS.toMillis(1);
    private static final long WARN_EACH = TimeUnit.MINUTES.toNanos(1);
    private static final long STOP_TIMEOUT = TimeUnit.SECONDS.toMillis(5);

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final SelectionKey accepting;
    private final Owner owner;
    private final ThreadPoolExecutor readers;
    private final Thread thread;
    private volatile boolean isRunning = true;
    private long lastTick = System.nanoTime();
    private long warned = lastTick - WARN_EACH;

    /** The owner of the accepted connections. */
    interface Owner {

        /** Called for each new connection, on the loop's thread. */
        void accepted(SocketChannel socket);

        /** Called about once per second, on the loop's thread. */
        void tick(long now);

        /** Called when accepting and reading have ended, on the loop's thread. */
        void stopped();
    }

    /** Binds the address, but accepts nothing before {@link #start}. */
    TcpLoop(InetSocketAddress address, Owner owner) throws IOException {
        this.owner = owner;
        this.listening = ServerSocketChannel.open();
        this.selector = Selector.open();
        try {
            listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listening.bind(address, BACKLOG);
            listening.configureBlocking(false);
            this.accepting = listening.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            listening.close();
            selector.close();
            throw e;
        }
        this.readers = readers();
        this.thread = new Thread(this, "sip-tcp-" + address.getPort());
        thread.setDaemon(true);
    }

    private static ThreadPoolExecutor readers() {
        int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread reader = new Thread(task, "sip-tcp-reader-" + number.incrementAndGet());
                    reader.setDaemon(true);
                    return reader;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    void start() {
        thread.start();
    }

    /** The selector for connections to be read. */
    Selector selector() {
        return selector;
    }

    /** Ends the threads and releases the address. */
    void stop() {
        isRunning = false;
        selector.wakeup();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.shutdown();
    }

    @Override
    public void run() {
        while (isRunning) {
            try {
                selector.select(this::ready, TICK);
                tick();
            } catch (IOException | RuntimeException | OutOfMemoryError e) { // one failure must not end the loop
                LOG.error("connections over TCP: {}", e.toString());
            }
        }
        owner.stopped();
        close(listening);
        close(selector);
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            LOG.debug("{}", e.toString());
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
                return;
            }
            TcpConnection connection = (TcpConnection) key.attachment();
            if (key.isWritable()) {
                connection.flush();
            }
            if (key.isReadable()) {
                key.interestOpsAnd(~SelectionKey.OP_READ); // until the received bytes are handled
                read(connection);
            }
        } catch (CancelledKeyException e) {
            LOG.trace("a connection has just been closed");
        }
    }

    /** Reads on another thread; there may be none available. */
    private void read(TcpConnection connection) {
        boolean isHandedOver = false;
        try {
            readers.execute(connection::read);
            isHandedOver = true;
        } finally {
            if (!isHandedOver) {
                connection.close();
            }
        }
    }

    private void accept() {
        try {
            for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
                SocketChannel socket = listening.accept();
                if (socket == null) {
                    return;
                }
                owner.accepted(socket);
            }
        } catch (IOException e) { // no file descriptor is free: retrying at once would only use CPU
            accepting.interestOps(0);
            long now = System.nanoTime();
            if (now - warned > WARN_EACH) {
                warned = now;
                LOG.warn("connections over TCP cannot be accepted, retried every second: {}", e.getMessage());
            }
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (now - lastTick >= TimeUnit.MILLISECONDS.toNanos(TICK)) {
            lastTick = now;
            accepting.interestOps(SelectionKey.OP_ACCEPT);
            owner.tick(now);
        }
    }
}
