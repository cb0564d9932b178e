package org.sippresence.settings.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %msg}: the message as one line of bounded length, with the cause of a failure that gets no stack trace. */
public final class SafeMessageConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        String message = SafeText.of(event.getLoggerName(), event.getFormattedMessage());
        if (event.getThrowableProxy() == null || FailureCause.needsTrace(event)) {
            return message;
        }
        return message + ": " + SafeText.of(event.getLoggerName(), FailureCause.line(event.getThrowableProxy()));
    }
}
