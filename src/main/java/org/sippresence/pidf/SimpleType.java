package org.sippresence.pidf;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** A simple type of XML Schema, of a text or an attribute's value. */
interface SimpleType {

    SimpleType TEXT = Optional::of;
    SimpleType DATE_TIME = Timestamps::conform;
    SimpleType INTEGER = value -> isInteger(value.strip()) ? Optional.of(value) : Optional.empty();
    SimpleType POSITIVE_INTEGER = value -> isPositive(value.strip()) ? Optional.of(value) : Optional.empty();
    SimpleType ID = value -> Optional.of(id(value.strip()));
    SimpleType LANGUAGE = value -> isLanguage(value.strip()) ? Optional.of(value) : Optional.empty();
    SimpleType ANY_URI = value -> isUri(value.strip()) ? Optional.of(value) : Optional.empty();

    /** Returns an enumeration. */
    static SimpleType oneOf(Set<String> words) {
        return value -> words.contains(value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * Returns the valid form of a value.
     *
     * @return the same text if it is valid, an equivalent valid text if there is one, or empty
     */
    Optional<String> conform(String value);

    private static boolean isInteger(String text) {
        int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return text.length() > from && text.substring(from).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isPositive(String text) {
        return isInteger(text) && !text.startsWith("-") && text.chars().anyMatch(c -> c >= '1' && c <= '9');
    }

    /**
     * Whether the text has subtags of 1 to 8 letters or digits separated by hyphens, the first one of letters;
     * {@code xml:lang} may be empty.
     */
    private static boolean isLanguage(String text) {
        if (text.isEmpty()) {
            return true;
        }
        boolean first = true;
        for (String each : text.split("-", -1)) {
            boolean letters = first;
            if (each.isEmpty()
                    || each.length() > 8
                    || !each.chars().allMatch(c -> isLetter(c) || (!letters && c >= '0' && c <= '9'))) {
                return false;
            }
            first = false;
        }
        return true;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether the text is a URI after escaping the characters that only xs:anyURI allows. */
    private static boolean isUri(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.chars().forEach(c -> ascii.append(c <= ' ' || c > 126 || "<>\"{}|\\^`".indexOf(c) >= 0 ? 'x' : (char) c));
        try {
            return new URI(ascii.toString()).toString().length() == ascii.length();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns a name without colon (xs:ID); converts other texts to one. */
    private static String id(String text) {
        boolean valid = !text.isEmpty() && isNameStart(text.charAt(0));
        for (int i = 0; valid && i < text.length(); i++) {
            valid = isName(text.charAt(i));
        }
        if (valid) {
            return text;
        }
        StringBuilder name = new StringBuilder(text.length() + 1);
        if (text.isEmpty() || !isNameStart(text.charAt(0))) {
            name.append('i');
        }
        text.chars().forEach(c -> name.append(isName((char) c) ? (char) c : '_'));
        return name.toString();
    }

    private static boolean isNameStart(char c) {
        return isLetter(c) || c == '_';
    }

    private static boolean isName(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
