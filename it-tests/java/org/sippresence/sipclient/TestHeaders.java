package org.sippresence.sipclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses parts of header values (RFC 3261 section 25). */
public final class TestHeaders {

    private TestHeaders() {}

    /** The values of a comma-separated list; commas in quotes and in angle brackets do not separate. */
    public static List<String> split(String value) {
        return cut(value, ',');
    }

    /** The parameter's value without quotes, an empty string if it has none; parameters inside angle brackets are the URI's. */
    public static Optional<String> parameter(String value, String name) {
        List<String> parts = cut(value, ';');
        for (String part : parts.subList(1, parts.size())) {
            String[] pair = part.split("=", 2);
            if (pair[0].strip().equalsIgnoreCase(name)) {
                return Optional.of(pair.length == 1 ? "" : pair[1].strip().replaceAll("^\"|\"$", ""));
            }
        }
        return Optional.empty();
    }

    /** The text before the first parameter: {@code presence} of {@code presence;id=1}. */
    public static String token(String value) {
        return cut(value, ';').get(0).strip().toLowerCase(Locale.ROOT);
    }

    /** The URI of a name-addr or addr-spec. */
    public static String uri(String value) {
        int open = value.indexOf('<');
        return open < 0 ? cut(value, ';').get(0).strip() : value.substring(open + 1, value.indexOf('>', open));
    }

    static String[] words(String value) {
        return value.strip().split("\\s+", -1);
    }

    private static List<String> cut(String value, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int brackets = 0;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '<') {
                brackets++;
            } else if (!quoted && c == '>') {
                brackets--;
            } else if (!quoted && brackets == 0 && c == separator) {
                parts.add(value.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(value.substring(start).strip());
        return parts;
    }
}
