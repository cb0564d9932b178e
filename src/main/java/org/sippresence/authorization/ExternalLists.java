package org.sippresence.authorization;

import java.util.Set;
import org.sippresence.model.Aor;

/**
 * The members of lists that rules refer to by OMA's {@code external-list}. Called while a {@link RuleSet} is made, once for
 * each list; must not block. A rule set keeps what it got: when a list changes, make a new one.
 */
@FunctionalInterface
public interface ExternalLists {

    /** No list is known, so nobody is on one. */
    ExternalLists NONE = list -> Set.of();

    /**
     * The members of a list.
     *
     * @param list the URI as the rule has it: an XCAP URI, absolute or relative to the root, often with a node selector
     * @return empty if the list is not known
     */
    Set<Aor> members(String list);
}
