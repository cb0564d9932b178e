package org.sippresence.engine;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads that do not keep the process alive. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** For an executor with one thread, which has this name. */
    public static ThreadFactory single(String name) {
        return task -> thread(name, task);
    }

    /** For an executor with several threads, whose names are this one with a number. */
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
