package org.sippresence.container;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Buffers the container's log during its start: if the application has reported a failure in one line, the stack traces are
 * discarded; a failure without a report needs all of them.
 */
final class StartLog extends AppenderBase<ILoggingEvent> {

    private static final List<String> CONTAINER = List.of("org.apache", "org.mobicents", "gov.nist");

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final LoggerContext logs;

    private StartLog(LoggerContext logs) {
        this.logs = logs;
    }

    /** Redirects the container's other logging libraries to SLF4J as well and starts buffering. */
    static StartLog open() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
        StartLog log = new StartLog(logs);
        log.setContext(logs);
        log.start();
        for (String name : CONTAINER) {
            Logger logger = logs.getLogger(name);
            logger.setAdditive(false);
            logger.addAppender(log);
        }
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    /** Ends buffering: the container logs as usual. */
    void release() {
        for (String name : CONTAINER) {
            Logger logger = logs.getLogger(name);
            logger.detachAppender(this);
            logger.setAdditive(true);
        }
    }

    /** Logs the buffered events of level WARN and above. */
    void flush() {
        Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .forEach(root::callAppenders);
        events.clear();
    }
}
