package org.sippresence.settings.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Distinguishes failures of the environment (database, disk, unreachable peer) from faults of the program: the former
 * are logged as one line with the cause, the latter with a stack trace. Events of the SIP stack are always one line.
 */
public final class FailureCause {

    private static final int DEEPEST = 20;
    private static final Set<String> ENVIRONMENT =
            Set.of("java.io.IOException", "java.sql.SQLException", "java.util.concurrent.TimeoutException");

    /** Invalid SQL statements, invalid data and violated constraints. */
    private static final Set<String> FAULTS = Set.of(
            "java.sql.SQLSyntaxErrorException",
            "java.sql.SQLDataException",
            "java.sql.SQLIntegrityConstraintViolationException",
            "java.sql.SQLFeatureNotSupportedException");

    private FailureCause() {}

    /** The failure of a stage: what a {@link CompletionException}, which a dependent stage sees, wraps. */
    public static Throwable of(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether the event has an exception that needs its stack trace. */
    static boolean needsTrace(ILoggingEvent event) {
        IThrowableProxy failure = event.getThrowableProxy();
        return failure != null
                && !ContainerLoggers.containStack(event.getLoggerName())
                && !(failure instanceof ThrowableProxy here && isOfEnvironment(here.getThrowable()));
    }

    private static boolean isOfEnvironment(Throwable failure) {
        boolean environment = false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof Error || isOneOf(FAULTS, cause)) {
                return false;
            }
            environment |= isOneOf(ENVIRONMENT, cause);
            cause = cause.getCause();
        }
        return environment;
    }

    /** Compares names, because the package must not depend on the database's classes. */
    private static boolean isOneOf(Set<String> names, Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (names.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    /** The first line of the innermost exception's message, or its class: drivers know the cause, the layers above only wrap it. */
    public static String message(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    /** Class and message of the innermost cause. */
    static String line(IThrowableProxy proxy) {
        IThrowableProxy cause = proxy;
        for (int depth = 0; cause.getCause() != null && depth < DEEPEST; depth++) {
            cause = cause.getCause();
        }
        String name = cause.getClassName().substring(cause.getClassName().lastIndexOf('.') + 1);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? name : name + ": " + message.strip();
    }
}
