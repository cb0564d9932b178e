package org.sippresence.settings.logging;

import java.util.regex.Pattern;

/**
 * Text for one line of the log. Characters that could begin another line, control a terminal or reverse the reading
 * direction are escaped, the length is bounded, credentials are removed.
 */
final class SafeText {

    /** Maximum number of characters, without the note about the number of omitted ones. */
    static final int MAX_LENGTH = 2048;

    private static final Pattern CREDENTIALS =
            Pattern.compile("\\b((?:proxy-)?authorization)\\s*[:=].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");

    private SafeText() {}

    /** Keeps only the first line of a container's text: the rest may be a whole message. */
    static String of(String logger, String text) {
        return of(logger, text, MAX_LENGTH);
    }

    static String of(String logger, String text, int maxLength) {
        String whole = text == null ? "" : text;
        String shown = ContainerLoggers.contain(logger) ? LINE_BREAK.split(whole.stripLeading(), 2)[0] : whole;
        String bounded = shown.length() > maxLength ? shown.substring(0, maxLength) : shown;
        StringBuilder safe = new StringBuilder(bounded.length() + 32);
        String readable = CREDENTIALS.matcher(bounded).replaceFirst("$1: ...");
        int at = 0;
        while (at < readable.length() && safe.length() < maxLength) {
            int character = readable.codePointAt(at);
            append(safe, character);
            at += Character.charCount(character);
        }
        int more = readable.length() - at + shown.length() - bounded.length();
        if (more > 0) {
            safe.append("... (").append(more).append(" characters more)");
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, int character) {
        switch (character) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                if (isPrintable(character)) {
                    safe.appendCodePoint(character);
                } else {
                    for (char each : Character.toChars(character)) {
                        safe.append(String.format("\\u%04x", (int) each));
                    }
                }
            }
        }
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
