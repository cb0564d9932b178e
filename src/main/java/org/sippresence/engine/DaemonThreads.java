package org.sippresence.engine;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Thread factories for daemon threads, which do not keep the process alive. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** Returns a factory for a single-threaded executor; the thread has this name. */
    public static ThreadFactory single(String name) {
        return task -> thread(name, task);
    }

    /** Returns a factory for a thread pool; the threads have this name with a number. */
    public static ThreadFactory numbered(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> thread(name + '-' + number.incrementAndGet(), task);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
