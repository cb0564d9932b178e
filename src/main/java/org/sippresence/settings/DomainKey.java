package org.sippresence.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sippresence.model.Aor;

/**
 * The name of a key that is set for a single domain, such as {@code max_publications@example.org}.
 *
 * @param key the name without the domain, known or not
 * @param domain as written, which need not be a domain
 */
record DomainKey(String key, String domain) {

    static final char SEPARATOR = '@';

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    /** Splits the name of a key; empty if it has no domain. */
    static Optional<DomainKey> of(String name) {
        int at = name.indexOf(SEPARATOR);
        return at > 0 ? Optional.of(new DomainKey(name.substring(0, at), name.substring(at + 1))) : Optional.empty();
    }

    /** The same with the domain in the canonical form of users' domains; empty if it is none. */
    Optional<DomainKey> canonical() {
        return Optional.of(domain)
                .filter(text -> DOMAIN.matcher(text).matches())
                .flatMap(text -> Aor.tryParse("sip:" + text))
                .map(aor -> new DomainKey(key, aor.domain()));
    }

    String name() {
        return key + SEPARATOR + domain;
    }
}
