package org.sippresence.pidf;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The format of an XML dateTime. Tolerates clients that omit the time zone, or its colon. */
final class Timestamps {

    private static final Pattern FORM = Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\\.[0-9]+)?(Z|[+-]([0-9]{2})(:?)([0-9]{2}))?");
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
        if (stripped.length() > MAX_LENGTH || !form.matches() || !isPossible(form)) {
            return Optional.empty();
        }
        boolean lacksColon = form.group(5) != null && form.group(5).isEmpty();
        return Optional.of(lacksColon ? stripped.substring(0, form.start(5)) + ':' + form.group(6) : text);
    }

    private static boolean isPossible(Matcher form) {
        int offset = form.group(4) == null ? 0 : Integer.parseInt(form.group(4) + form.group(6));
        try {
            return offset <= MAX_OFFSET
                    && offset % 100 <= 59
                    && LocalDateTime.parse(form.group(1)).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
