package org.sippresence.authorization;

import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Looks up members of the lists that rules refer to by OMA's {@code external-list}. Called during the construction of a
 * {@link RuleSet}, once for each list; must not block. A rule set keeps the result: when a list changes, create a new one.
 */
@FunctionalInterface
public interface ExternalLists {

    /** Knows no list; all lists are empty. */
    ExternalLists NONE = list -> Set.of();

    /**
     * Returns the members of a list.
     *
     * @param list the URI as in the rule: an XCAP URI, absolute or relative to the root, often with a node selector
     * @return empty if the list is not known
     */
    Set<Aor> members(String list);
}
