package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.authorization.Condition.Identity;
import org.sippresence.model.Aor;

/**
 * Finds the rules that match a requester without trying all of them: rules that name addresses or domains are looked up, the
 * others are tried. Immutable.
 */
final class RequesterIndex {

    private final List<Conditions> rules;
    private final Map<Aor, List<Integer>> byIdentity = new HashMap<>();
    private final Map<String, List<Integer>> byDomain = new HashMap<>();
    private final List<Integer> rest = new ArrayList<>();
    private final List<Integer> forOthers = new ArrayList<>();

    RequesterIndex(List<Conditions> rules) {
        this.rules = List.copyOf(rules);
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isForOthers()) {
                forOthers.add(i);
            } else {
                add(i);
            }
        }
    }

    /** Indexes a rule by its first identity condition; further conditions are evaluated later. */
    private void add(int rule) {
        Optional<Identity> naming = rules.get(rule).all().stream()
                .filter(Identity.class::isInstance)
                .map(Identity.class::cast)
                .findFirst();
        if (naming.isEmpty()) {
            rest.add(rule);
        } else {
            Identity identity = naming.get();
            identity.ones().forEach(each -> enter(byIdentity, each, rule));
            boolean everywhere = identity.matchesUnknown();
            for (ManyIdentity each : identity.groups()) {
                each.domain().ifPresent(domain -> enter(byDomain, domain, rule));
                everywhere |= each.domain().isEmpty();
            }
            if (everywhere) {
                rest.add(rule);
            }
        }
    }

    private static <K> void enter(Map<K, List<Integer>> index, K key, int rule) {
        index.computeIfAbsent(key, any -> new ArrayList<>(1)).add(rule);
    }

    /** Returns the class of a requester. */
    WatcherClass classOf(Requester requester) {
        BitSet matching = new BitSet(rules.size());
        boolean named = false;
        named |= tryAll(rest, requester, matching);
        for (Aor each : requester.identities()) {
            named |= tryAll(byIdentity.getOrDefault(each, List.of()), requester, matching);
            named |= tryAll(byDomain.getOrDefault(each.domain(), List.of()), requester, matching);
        }
        if (!named) {
            tryAll(forOthers, requester, matching);
        }
        return new WatcherClass(matching);
    }

    private boolean tryAll(List<Integer> candidates, Requester requester, BitSet matching) {
        boolean named = false;
        for (int each : candidates) {
            if (!matching.get(each) && rules.get(each).admits(requester)) {
                matching.set(each);
                named |= rules.get(each).namesRequesters();
            }
        }
        return named;
    }
}
