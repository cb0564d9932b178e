package org.sippresence.pidf;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The format of an XML dateTime. Tolerates clients that omit the time zone, or its colon. */
final class Timestamps {

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private Timestamps() {}

    static boolean isDateTime(String text) {
        if (text.length() < FORM.length() || text.length() > 40) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char c = text.charAt(i);
            if (wanted == 'd' ? !isDigit(c) : c != wanted) {
                return false;
            }
        }
        int at = FORM.length();
        if (at < text.length() && text.charAt(at) == '.') {
            int from = ++at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                return false;
            }
        }
        return isZone(text.substring(at));
    }

    /**
     * Returns the text in the format of XML Schema.
     *
     * @return the same text if it is valid, one with a missing colon in the time zone added, or empty
     */
    static Optional<String> conform(String text) {
        String stripped = text.strip();
        if (!isDateTime(stripped) || stripped.startsWith("0000") || !isPossible(stripped)) {
            return Optional.empty();
        }
        int length = stripped.length();
        boolean withoutColon = length > FORM.length() + 4 && "+-".indexOf(stripped.charAt(length - 5)) >= 0;
        return Optional.of(
                withoutColon ? stripped.substring(0, length - 2) + ':' + stripped.substring(length - 2) : text);
    }

    private static boolean isPossible(String dateTime) {
        int zone = Math.max(dateTime.lastIndexOf('+'), dateTime.lastIndexOf('-'));
        if (zone >= FORM.length()) {
            String digits = dateTime.substring(zone + 1).replace(":", "");
            int offset = Integer.parseInt(digits);
            if (offset > 1400 || offset % 100 > 59) {
                return false;
            }
        }
        try {
            return LocalDateTime.parse(dateTime.substring(0, FORM.length())).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isZone(String zone) {
        if (zone.isEmpty() || zone.equals("Z")) {
            return true;
        }
        String digits = zone.length() == 6 && zone.charAt(3) == ':' ? zone.substring(1, 3) + zone.substring(4) : "";
        if (zone.length() == 5) {
            digits = zone.substring(1);
        }
        return (zone.charAt(0) == '+' || zone.charAt(0) == '-')
                && digits.length() == 4
                && digits.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
