package org.sippresence.container;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.sippresence.settings.logging.LimitingAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with the intended exit code: a process that stopped gracefully on SIGTERM exits with 0, which the JVM does not
 * do by itself.
 */
final class Shutdown {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(9);

    private final AtomicReference<Runnable> stop = new AtomicReference<>();
    private volatile int exitCode;

    /** Registers the stop action, which also applies to a server that is still starting. */
    void onTermination(Runnable stopServer) {
        stop.set(stopServer);
        Runtime.getRuntime().addShutdownHook(new Thread(this::finish, "shutdown"));
    }

    /** Never returns: a signal ends the process. */
    void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    void exit(int code) {
        exitCode = code;
        System.exit(code);
    }

    private void finish() {
        Thread stopping = new Thread(this::stopServer, "stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_TIMEOUT.toMillis());
            if (stopping.isAlive()) {
                exitCode = StartException.FAILURE;
            }
        } catch (InterruptedException e) {
            exitCode = StartException.FAILURE;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private void stopServer() {
        Logger log = LoggerFactory.getLogger(Shutdown.class);
        if (exitCode == 0) {
            log.info("stopping");
        }
        stop.get().run();
        LimitingAppender.flushAll();
        if (exitCode == 0) {
            log.info("stopped");
        }
    }
}
