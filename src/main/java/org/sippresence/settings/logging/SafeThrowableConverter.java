package org.sippresence.settings.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.CoreConstants;

/** {@code %ex}: the stack trace of a fault, of bounded length, after the line of the event; nothing for other failures. */
public final class SafeThrowableConverter extends ThrowableHandlingConverter {

    private static final int FRAMES = 30;
    private static final int CAUSES = 5;
    private static final int MAX_MESSAGE = 512;

    @Override
    public String convert(ILoggingEvent event) {
        if (!FailureCause.needsTrace(event)) {
            return "";
        }
        IThrowableProxy failure = event.getThrowableProxy();
        StringBuilder trace = new StringBuilder(4096);
        String prefix = "";
        for (int causes = 0; failure != null && causes < CAUSES; causes++) {
            append(trace.append(prefix), failure, event.getLoggerName());
            prefix = "Caused by: ";
            failure = failure.getCause();
        }
        return trace.toString();
    }

    private static void append(StringBuilder trace, IThrowableProxy failure, String logger) {
        trace.append(failure.getClassName());
        if (failure.getMessage() != null) {
            trace.append(": ").append(SafeText.of(logger, failure.getMessage(), MAX_MESSAGE));
        }
        trace.append(CoreConstants.LINE_SEPARATOR);
        StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
        int shown = Math.min(FRAMES, frames.length - failure.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            trace.append('\t').append(frames[i].getSTEAsString()).append(CoreConstants.LINE_SEPARATOR);
        }
        if (shown < frames.length) {
            trace.append("\t... ").append(frames.length - shown).append(" more").append(CoreConstants.LINE_SEPARATOR);
        }
    }
}
