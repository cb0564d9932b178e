package org.sippresence.settings.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * The common part of log events that repeat each other.
 *
 * @param text the pattern of the message without its arguments
 * @param failure class of the exception and where it was thrown, or empty
 */
record EventKind(String logger, String text, String failure) {

    /** Shared by all kinds beyond the bound. */
    static final EventKind OTHERS = new EventKind("", "", "");

    private static final String OURS = "org.sippresence.";
    private static final int MAX_TEXT = 200;
    private static final int MAX_START = 40;

    static EventKind of(ILoggingEvent event) {
        String message = event.getMessage() == null ? "" : event.getMessage();
        Object[] arguments = event.getArgumentArray();
        boolean pattern = event.getLoggerName().startsWith(OURS) || (arguments != null && arguments.length > 0);
        return new EventKind(
                event.getLoggerName(),
                event.getLevel() + " " + (pattern ? cut(message, MAX_TEXT) : start(message)),
                failure(event.getThrowableProxy()));
    }

    /** All events of a logger. */
    static EventKind anyOf(String logger) {
        return new EventKind(logger, "", "");
    }

    /**
     * The constant start of a message. Libraries that use no patterns put the variable part after a colon, a bracket or
     * a quotation mark, or it is a number.
     */
    private static String start(String message) {
        int end = 0;
        while (end < message.length() && end < MAX_START && isFixed(message.charAt(end))) {
            end++;
        }
        return message.substring(0, end);
    }

    private static boolean isFixed(char character) {
        return character == ' ' || character == ',' || Character.isLetter(character);
    }

    private static String cut(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }

    private static String failure(IThrowableProxy failure) {
        if (failure == null) {
            return "";
        }
        StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
        return failure.getClassName() + (frames.length == 0 ? "" : frames[0].getSTEAsString());
    }
}
