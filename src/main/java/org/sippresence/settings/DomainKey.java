package org.sippresence.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;

/**
 * A key that is set for a single domain, such as {@code max_publications@example.org}.
 *
 * @param domain in the canonical form of users' domains
 */
record DomainKey(Key key, String domain) {

    static final char SEPARATOR = '@';

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    /** Whether a name is one of a key with a domain, known or not. */
    static boolean hasDomain(String name) {
        return name.indexOf(SEPARATOR) > 0;
    }

    /**
     * Parses the name of a key with a domain.
     *
     * @param where the source, for the message of an error: "in the file"; empty if it needs no name
     * @throws SettingsException if there is no such key, it cannot have a domain or the domain is none
     */
    static DomainKey parse(String name, String where) {
        int at = name.indexOf(SEPARATOR);
        String plain = name.substring(0, at);
        String text = name.substring(at + 1);
        String shown = name + (where.isEmpty() ? "" : " " + where);
        Key key = AllKeys.find(plain)
                .orElseThrow(() -> new SettingsException("unknown key " + shown + "; did you mean "
                        + AllKeys.nearest(plain).name() + SEPARATOR + text + "?"));
        if (!key.perDomain()) {
            throw new SettingsException(
                    shown + " cannot be set for a single domain; the keys that can: " + namesOfKeys());
        }
        return new DomainKey(
                key,
                canonical(text)
                        .orElseThrow(() -> new SettingsException(
                                shown + ": after @ comes a domain such as example.org or [2001:db8::1]")));
    }

    private static String namesOfKeys() {
        return AllKeys.ALL.stream().filter(Key::perDomain).map(Key::name).collect(Collectors.joining(", "));
    }

    /** Normalizes a domain as those of users, for comparison; empty if it is none. */
    private static Optional<String> canonical(String text) {
        if (!DOMAIN.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Aor.parse("sip:" + text).domain());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String name() {
        return key.name() + SEPARATOR + domain;
    }
}
