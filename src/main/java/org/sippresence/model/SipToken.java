package org.sippresence.model;

/** Validates the token of RFC 3261 section 25.1. */
final class SipToken {

    private static final String MARKS = "-.!%*_+`'~";

    private SipToken() {}

    static boolean isToken(String text) {
        return !text.isEmpty() && Characters.all(text, SipToken::isTokenChar);
    }

    private static boolean isTokenChar(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
    }
}
