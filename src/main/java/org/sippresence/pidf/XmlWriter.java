package org.sippresence.pidf;

/** Builds XML text with the necessary escapes; replaces characters that XML does not allow. Not thread-safe. */
public final class XmlWriter {

    private final StringBuilder out = new StringBuilder(1024);

    /** Appends markup without escaping. */
    public XmlWriter raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends markup without escaping. */
    public XmlWriter raw(char markup) {
        out.append(markup);
        return this;
    }

    /** Appends a space, the name and the quoted value. */
    public XmlWriter attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
        return this;
    }

    /** Appends an element that contains only text. */
    public XmlWriter element(String name, String text) {
        out.append('<').append(name).append('>');
        escape(text, false);
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter text(String value) {
        escape(value, false);
        return this;
    }

    private void escape(String value, boolean inAttribute) {
        int done = 0;
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > '>' && c < Character.MIN_SURROGATE) {
                continue;
            }
            String replacement = replacement(value, i, inAttribute);
            if (!replacement.isEmpty()) {
                out.append(value, done, i).append(replacement);
                done = i + 1;
            }
        }
        out.append(value, done, length);
    }

    /** Returns the replacement of one character; the empty string if it needs none. */
    private static String replacement(String value, int i, boolean inAttribute) {
        char c = value.charAt(i);
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> inAttribute ? "&quot;" : "";
            case '\t' -> inAttribute ? "&#9;" : "";
            case '\n' -> inAttribute ? "&#10;" : "";
            case '\r' -> "&#13;"; // a parser would read a bare one as a line feed
            default -> isLegal(value, i, c) ? "" : "\uFFFD";
        };
    }

    /** Whether the character matches the Char production of XML 1.0; surrogates only in pairs. */
    private static boolean isLegal(String value, int i, char c) {
        if (Character.isHighSurrogate(c)) {
            return i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
        }
        return c >= ' ' && c < '\uFFFE';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
