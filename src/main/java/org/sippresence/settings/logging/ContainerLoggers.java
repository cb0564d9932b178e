package org.sippresence.settings.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;

/** Loggers of the SIP stack and the container, which write whole messages and headers into their lines. */
final class ContainerLoggers {

    private static final List<String> PREFIXES =
            List.of("gov.nist.", "org.mobicents.", "org.restcomm.", "org.apache.", "javax.");

    /** Exceptions logged there are caused by a message, not by this server. */
    private static final List<String> STACK = List.of("gov.nist.", "org.mobicents.", "org.restcomm.");

    private ContainerLoggers() {}

    static boolean containStack(String logger) {
        return STACK.stream().anyMatch(logger::startsWith);
    }

    static boolean contain(String logger) {
        return PREFIXES.stream().anyMatch(logger::startsWith);
    }

    /** Whether the event may contain a client's message: finer levels print bodies and single headers. */
    static boolean isTooFine(ILoggingEvent event) {
        return !event.getLevel().isGreaterOrEqual(Level.WARN) && contain(event.getLoggerName());
    }
}
