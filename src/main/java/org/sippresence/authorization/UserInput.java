package org.sippresence.authorization;

import java.util.Optional;

/** How much of {@code user-input} may be seen (RFC 5025 section 3.3.2.12); a later one includes those before it. */
public enum UserInput {
    /** Nothing. */
    FALSE,
    /** Whether the user is active or idle. */
    BARE,
    /** That, and how long a pause makes the user idle. */
    THRESHOLDS,
    /** All. */
    FULL;

    static Optional<UserInput> parse(String text) {
        return switch (text) {
            case "false" -> Optional.of(FALSE);
            case "bare" -> Optional.of(BARE);
            case "thresholds" -> Optional.of(THRESHOLDS);
            case "full" -> Optional.of(FULL);
            default -> Optional.empty();
        };
    }
}
