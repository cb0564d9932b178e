package org.sippresence.authentication;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of Digest credentials in one pass. Not thread-safe; reads once. */
final class CredentialsReader {

    private static final int LONGEST = 4096;
    private static final String TOKEN = "!#$%&'*+.^_`|~-";
    private static final Set<Parameter> REQUIRED =
            EnumSet.of(Parameter.USERNAME, Parameter.REALM, Parameter.NONCE, Parameter.URI, Parameter.RESPONSE);

    private final String text;
    private final Map<Parameter, String> parameters = new EnumMap<>(Parameter.class);
    private int at;

    /** A parameter that has a meaning here. */
    enum Parameter {
        USERNAME,
        REALM,
        NONCE,
        URI,
        RESPONSE,
        ALGORITHM,
        CNONCE,
        QOP,
        NC;

        /** The parameter with this name in lower case; empty if it has no meaning. */
        static Optional<Parameter> of(String name) {
            return switch (name) {
                case "username" -> Optional.of(USERNAME);
                case "realm" -> Optional.of(REALM);
                case "nonce" -> Optional.of(NONCE);
                case "uri" -> Optional.of(URI);
                case "response" -> Optional.of(RESPONSE);
                case "algorithm" -> Optional.of(ALGORITHM);
                case "cnonce" -> Optional.of(CNONCE);
                case "qop" -> Optional.of(QOP);
                case "nc" -> Optional.of(NC);
                default -> Optional.empty();
            };
        }
    }

    /** @param from the index behind the scheme */
    CredentialsReader(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** Returns the credentials; empty if a required parameter is missing, one is repeated, or the text has another form. */
    Optional<Credentials> read() {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        skip(" \t\r\n,");
        while (at < text.length()) {
            if (!readParameter()) {
                return Optional.empty();
            }
            skip(" \t\r\n,");
        }
        return parameters.keySet().containsAll(REQUIRED) ? Optional.of(new Credentials(parameters)) : Optional.empty();
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean readParameter() {
        String name = token();
        skip(" \t\r\n");
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
            return false;
        }
        at++;
        skip(" \t\r\n");
        boolean isQuoted = at < text.length() && text.charAt(at) == '"';
        Optional<String> value = isQuoted ? quoted() : unquoted();
        return value.isPresent()
                && endsParameter(at)
                && Parameter.of(name.toLowerCase(Locale.ROOT))
                        .map(known -> parameters.put(known, value.get()) == null)
                        .orElse(true);
    }

    private String token() {
        int from = at;
        while (at < text.length() && isToken(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isToken(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || TOKEN.indexOf(c) >= 0;
    }

    private Optional<String> unquoted() {
        int from = at;
        while (at < text.length() && " \t\r\n,\"=".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at == from ? Optional.empty() : Optional.of(text.substring(from, at));
    }

    /**
     * Reads a quoted string; empty if it does not end. A quote that does not end a parameter is part of its value: clients send
     * node selectors without escaping their quotes.
     */
    private Optional<String> quoted() {
        at++;
        int from = at;
        boolean isEscaped = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' && endsParameter(at + 1)) {
                String raw = text.substring(from, at++);
                return Optional.of(isEscaped ? unescaped(raw) : raw);
            }
            if (c == '\\') {
                isEscaped = true;
                at++;
            }
            at++;
        }
        return Optional.empty();
    }

    private boolean endsParameter(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        return i >= text.length() || text.charAt(i) == ',';
    }

    private static String unescaped(String raw) {
        StringBuilder value = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            boolean isEscape = raw.charAt(i) == '\\' && i + 1 < raw.length();
            value.append(raw.charAt(isEscape ? ++i : i));
        }
        return value.toString();
    }
}
