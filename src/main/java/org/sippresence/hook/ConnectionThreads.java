package org.sippresence.hook;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads of all connections of all listening addresses, while there is one. All are daemon threads. */
final class ConnectionThreads {

    private static final long STOP_TIMEOUT = 5;

    private static int users;
    private static int started;
    private static EventLoopGroup group;

    private ConnectionThreads() {}

    /** Returns the threads; {@link #release} ends them when nobody uses them any more. */
    static synchronized EventLoopGroup acquire() {
        if (users++ == 0) {
            int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
            group = new MultiThreadIoEventLoopGroup(threads, ConnectionThreads::thread, NioIoHandler.newFactory());
        }
        return group;
    }

    /** With the class loader of the container, whichever thread happens to start it. */
    private static Thread thread(Runnable task) {
        Thread thread = new FastThreadLocalThread(task, "sip-connections-" + ++started);
        thread.setDaemon(true);
        thread.setContextClassLoader(ConnectionThreads.class.getClassLoader());
        return thread;
    }

    static synchronized void release() {
        if (--users == 0) {
            Future<?> unused = group.shutdownGracefully(0, STOP_TIMEOUT, TimeUnit.SECONDS);
        }
    }
}
