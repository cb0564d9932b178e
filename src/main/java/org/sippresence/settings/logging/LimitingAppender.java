package org.sippresence.settings.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Passes events on to other appenders. Of events that repeat each other it passes the first ones, then one line per
 * period with the count. Container events that may contain clients' messages are dropped.
 *
 * <p>The thread that writes the counts lives only while something is counted.
 */
public final class LimitingAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {

    private static final int DEFAULT_SECONDS = 60;

    private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, LimitingAppender::daemon);
    private final Clock clock;
    private Repetitions repetitions;
    private ScheduledFuture<?> next;

    /** Called by Logback. */
    public LimitingAppender() {
        this(Clock.systemUTC());
    }

    LimitingAppender(Clock clock) {
        this.clock = clock;
        setSeconds(DEFAULT_SECONDS);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "log-counts");
        thread.setDaemon(true);
        return thread;
    }

    /** Sets the period in seconds. */
    public void setSeconds(int seconds) {
        repetitions = new Repetitions(clock, Duration.ofSeconds(seconds));
    }

    /** Writes the counts of all such appenders of the root logger, so that nothing is lost when the process ends. */
    public static void flushAll() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .iteratorForAppenders()
                    .forEachRemaining(each -> {
                        if (each instanceof LimitingAppender limiting) {
                            limiting.flush();
                        }
                    });
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (ContainerLoggers.isTooFine(event)) {
            return;
        }
        if (repetitions.admits(event)) {
            targets.appendLoopOnAppenders(event);
        } else {
            schedule();
        }
    }

    private synchronized void schedule() {
        if (next == null && !timer.isShutdown()) {
            repetitions
                    .millisToNext()
                    .ifPresent(millis -> next = timer.schedule(this::writeFinished, millis, TimeUnit.MILLISECONDS));
        }
    }

    private void writeFinished() {
        synchronized (this) {
            next = null;
        }
        write(repetitions.finished());
        schedule();
    }

    /** Writes the counts collected so far. */
    void flush() {
        synchronized (this) {
            if (next != null) {
                next.cancel(false);
                next = null;
            }
        }
        write(repetitions.takeAll());
    }

    private void write(List<Repetitions.Summary> summaries) {
        for (Repetitions.Summary each : summaries) {
            LoggingEvent event = new LoggingEvent();
            event.setLoggerName(each.logger());
            event.setLevel(each.level());
            event.setInstant(clock.instant());
            event.setMDCPropertyMap(Map.of());
            event.setThreadName(Thread.currentThread().getName());
            event.setMessage(
                    "%s (and %d more like it in the last %d s)".formatted(each.last(), each.times(), each.seconds()));
            targets.appendLoopOnAppenders(event);
        }
    }

    @Override
    public void stop() {
        if (isStarted()) {
            flush();
            timer.shutdownNow();
            targets.detachAndStopAllAppenders();
            super.stop();
        }
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> target) {
        targets.addAppender(target);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return targets.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return targets.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> target) {
        return targets.isAttached(target);
    }

    @Override
    public void detachAndStopAllAppenders() {
        targets.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> target) {
        return targets.detachAppender(target);
    }

    @Override
    public boolean detachAppender(String name) {
        return targets.detachAppender(name);
    }
}
