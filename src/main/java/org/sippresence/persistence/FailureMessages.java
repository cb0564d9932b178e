package org.sippresence.persistence;

/** Why something failed, for people. */
final class FailureMessages {

    private FailureMessages() {}

    /** The first line of what the innermost exception says: drivers know, layers above only pass on. */
    static String line(Throwable failure) {
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
