package org.sippresence.authentication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An authentication challenge of a server (RFC 7235 section 4.1, RFC 3261 section 20.44). Other servers write it, so its length and
 * number are bounded.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case, values without quotes
 */
public record Challenge(String scheme, Map<String, String> parameters) {

    private static final int MAX_LENGTH = 4096;
    private static final int MAX_CHALLENGES = 8;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";
    private static final Pattern NEXT = Pattern.compile(
            "\\G[\\s,]*+(?:(?<name>" + TOKEN + ")\\s*+=\\s*+(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.){0,1024}+)\"|(?<bare>"
                    + TOKEN + "))|(?<scheme>" + TOKEN + "))");

    /** Parses the challenges of all header fields; ignores the rest of a field after a syntax error. */
    public static List<Challenge> in(List<String> fields) {
        List<Challenge> challenges = new ArrayList<>();
        for (String field : fields) {
            if (field.length() <= MAX_LENGTH && challenges.size() < MAX_CHALLENGES) {
                read(field, challenges);
            }
        }
        return challenges;
    }

    private static void read(String field, List<Challenge> challenges) {
        Matcher next = NEXT.matcher(field);
        Map<String, String> parameters = new HashMap<>();
        while (next.find() && challenges.size() < MAX_CHALLENGES) {
            if (next.group("scheme") != null) {
                parameters = new HashMap<>();
                challenges.add(new Challenge(next.group("scheme").toLowerCase(Locale.ROOT), parameters));
            } else {
                String quoted = next.group("quoted");
                String value = quoted == null ? next.group("bare") : quoted.replaceAll("\\\\(.)", "$1");
                parameters.putIfAbsent(next.group("name").toLowerCase(Locale.ROOT), value);
            }
        }
    }

    /** The value of a parameter, whose name is in lower case; empty if there is none. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
