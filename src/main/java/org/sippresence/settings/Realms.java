package org.sippresence.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The realm of the users of each domain: its own one, the common one or the domain itself. Immutable. */
public final class Realms {

    private final Optional<String> common;
    private final Map<String, String> own;
    private final Map<String, List<String>> domainsByOwn = new HashMap<>();

    /**
     * Creates the realms.
     *
     * @param common of the domains without one of their own; empty if each is its own realm
     * @param own by domains in lower case
     */
    public Realms(Optional<String> common, Map<String, String> own) {
        this.common = common;
        this.own = Map.copyOf(own);
        this.own.forEach((domain, realm) ->
                domainsByOwn.computeIfAbsent(realm, each -> new ArrayList<>()).add(domain));
    }

    /** The realm of the users of a domain, which is in lower case. */
    public String of(String domain) {
        return own.isEmpty() ? common.orElse(domain) : own.getOrDefault(domain, common.orElse(domain));
    }

    /**
     * The domains whose users have a realm.
     *
     * @param known the domains that may have the common realm
     */
    public List<String> domainsOf(String realm, List<String> known) {
        List<String> domains = new ArrayList<>(domainsByOwn.getOrDefault(realm, List.of()));
        List<String> others = common.isEmpty() ? domains(realm) : known;
        others.stream()
                .filter(domain -> !own.containsKey(domain) && of(domain).equals(realm))
                .forEach(domains::add);
        return domains;
    }

    /** A realm that is a domain. */
    private static List<String> domains(String realm) {
        return realm.equals(realm.toLowerCase(Locale.ROOT)) ? List.of(realm) : List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Realms realms && common.equals(realms.common) && own.equals(realms.own);
    }

    @Override
    public int hashCode() {
        return 31 * common.hashCode() + own.hashCode();
    }
}
