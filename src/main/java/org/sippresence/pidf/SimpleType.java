package org.sippresence.pidf;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A simple type of XML Schema, of a text or an attribute's value. */
interface SimpleType {

    Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    SimpleType TEXT = Optional::of;
    SimpleType DATE_TIME = Timestamps::conform;
    SimpleType INTEGER = matching("[+-]?[0-9]+");
    SimpleType POSITIVE_INTEGER = matching("\\+?0*[1-9][0-9]*");
    SimpleType ID = value -> Optional.of(id(value.strip()));
    /** A language of {@code xml:lang}, which may be empty. */
    SimpleType LANGUAGE = matching("(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)?");

    SimpleType ANY_URI = value -> isUri(value.strip()) ? Optional.of(value) : Optional.empty();

    private static SimpleType matching(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return value ->
                Optional.of(value).filter(each -> compiled.matcher(each.strip()).matches());
    }

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
        if (NAME.matcher(text).matches()) {
            return text;
        }
        String name = text.replaceAll("[^A-Za-z0-9_.-]", "_");
        return text.matches("(?s)[A-Za-z_].*") ? name : 'i' + name;
    }
}
