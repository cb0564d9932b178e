package org.sippresence.authentication;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which users may answer a challenge.
 *
 * @param asked the domain whose users are asked when a request names no user, in lower case
 * @param accepted the domains whose users count, in lower case; empty if all do
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

    /** Those that are known by name, the asked one first. */
    List<String> all() {
        return Stream.concat(
                        Stream.of(asked).filter(this::accept), accepted.stream().sorted())
                .distinct()
                .toList();
    }
}
