package org.sippresence.authentication;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The domains whose users may answer a challenge.
 *
 * @param asked the domain of the challenge when a request names no user, in lower case
 * @param accepted the domains whose users are accepted, in lower case; empty if all are
 */
public record DigestDomains(String asked, Set<String> accepted) {

    public DigestDomains {
        Objects.requireNonNull(asked, "asked");
        accepted = Set.copyOf(accepted);
    }

    /** The users of one domain. */
    public static DigestDomains only(String domain) {
        return new DigestDomains(domain, Set.of(domain));
    }

    boolean accept(String domain) {
        return accepted.isEmpty() || accepted.contains(domain);
    }

    /** The domains known by name, the asked one first. */
    List<String> all() {
        return Stream.concat(
                        Stream.of(asked).filter(this::accept), accepted.stream().sorted())
                .distinct()
                .toList();
    }
}
