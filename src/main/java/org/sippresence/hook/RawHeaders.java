package org.sippresence.hook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The start line and the unfolded header lines of a message as received, without the body. */
record RawHeaders(String startLine, List<String> lines) {

    static RawHeaders of(byte[] message) {
        List<StringBuilder> lines = new ArrayList<>(); // unfolding must not be quadratic in the length of the message
        int from = 0;
        while (from < message.length && message[from] < ' ' && message[from] >= 0) {
            from++;
        }
        while (from < message.length) {
            int end = from;
            while (end < message.length && message[end] != '\n') {
                end++;
            }
            String text = new String(message, from, end - from, StandardCharsets.UTF_8);
            String line = printable(text);
            if (line.isBlank()) {
                break;
            }
            if (!lines.isEmpty() && (text.startsWith(" ") || text.startsWith("\t"))) {
                lines.get(lines.size() - 1).append(' ').append(line);
            } else {
                lines.add(new StringBuilder(line));
            }
            from = end + 1;
        }
        List<String> whole = lines.stream().map(StringBuilder::toString).toList();
        return whole.isEmpty()
                ? new RawHeaders("", List.of())
                : new RawHeaders(whole.get(0), List.copyOf(whole.subList(1, whole.size())));
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.strip().chars().forEach(c -> clean.append(c < ' ' ? ' ' : (char) c));
        return clean.toString();
    }

    /** The complete lines of the headers with this name. */
    List<String> named(String name, String compactName) {
        return lines.stream()
                .filter(line -> isNamed(line, name) || isNamed(line, compactName))
                .toList();
    }

    private static boolean isNamed(String line, String name) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
    }
}
