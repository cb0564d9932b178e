package org.sippresence.authentication;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the URI of a digest with the one of the HTTP request (RFC 7616 section 3.4.6). */
final class DigestUri {

    /** The escape of a printable character. */
    private static final Pattern ESCAPE = Pattern.compile("%([2-7][0-9A-Fa-f])");

    /**
     * Characters that are significant in a path when they are not escaped: they end segments, parameters and the path
     * itself.
     */
    private static final String KEPT_IN_PATHS = "/?#%.;\\ ";

    /** Characters that are significant in a query when they are not escaped. */
    private static final String KEPT_IN_QUERIES = "&=+%# ";

    private DigestUri() {}

    /**
     * Whether the digest's URI and the target are the same resource. A URI with scheme and host is equal to one without
     * (RFC 7616 section 3.4), and so is one with other escapes: HTTP libraries, containers and proxies escape brackets,
     * quotes and colons that clients send unescaped.
     */
    static boolean isFor(String uri, String target) {
        return withFewestEscapes(path(uri)).equals(withFewestEscapes(path(target)));
    }

    private static String withFewestEscapes(String target) {
        int query = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
        return unescaped(target.substring(0, query), KEPT_IN_PATHS)
                + unescaped(target.substring(query), KEPT_IN_QUERIES);
    }

    /** Replaces each escape by its character once, except characters that are significant unescaped. */
    private static String unescaped(String text, String kept) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            char character = (char) Integer.parseInt(escape.group(1), 16);
            return kept.indexOf(character) >= 0
                    ? escape.group().toUpperCase(Locale.ROOT)
                    : Matcher.quoteReplacement(String.valueOf(character));
        });
    }

    private static String path(String uri) {
        if (!uri.regionMatches(true, 0, "http", 0, 4) || !uri.contains("://")) {
            return uri;
        }
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }
}
