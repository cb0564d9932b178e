package org.sippresence.authorization;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The visible part of {@code user-input} (RFC 5025 section 3.3.2.12); a later value includes the earlier ones. */
public enum UserInput {
    /** Nothing. */
    FALSE,
    /** Whether the user is active or idle. */
    BARE,
    /** Additionally the idle threshold. */
    THRESHOLDS,
    /** All. */
    FULL;

    static Optional<UserInput> parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
