package org.sippresence.persistence;

/** Readable reasons of failures. */
final class FailureMessages {

    private FailureMessages() {}

    /** The first line of the innermost exception's message: drivers know the cause, the layers above only wrap it. */
    static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }
}
