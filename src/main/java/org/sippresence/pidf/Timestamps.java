package org.sippresence.pidf;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The format of an XML dateTime. Tolerates clients that omit the time zone, or its colon. */
final class Timestamps {

    private static final Pattern FORM = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:Z|[+-]([0-9]{2})(:?)([0-9]{2}))?");
    private static final int MAX_LENGTH = 40;
    private static final int MAX_OFFSET = 1400;

    private Timestamps() {}

    static boolean isDateTime(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /**
     * Returns the text in the format of XML Schema.
     *
     * @return the same text if it is valid, one with a missing colon in the time zone added, or empty
     */
    static Optional<String> conform(String text) {
        String stripped = text.strip();
        Matcher form = FORM.matcher(stripped);
        if (stripped.length() > MAX_LENGTH || !form.matches() || !isPossible(stripped, form)) {
            return Optional.empty();
        }
        boolean lacksColon = form.group(2) != null && form.group(2).isEmpty();
        return Optional.of(lacksColon ? stripped.substring(0, form.start(2)) + ':' + form.group(3) : text);
    }

    private static boolean isPossible(String text, Matcher form) {
        int offset = form.group(1) == null ? 0 : Integer.parseInt(form.group(1) + form.group(3));
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19));
            return time.getYear() > 0 && offset <= MAX_OFFSET && offset % 100 <= 59;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
