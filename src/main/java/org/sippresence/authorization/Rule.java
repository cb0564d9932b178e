package org.sippresence.authorization;

import java.util.Optional;

/**
 * One presence rule (RFC 4745 section 6, RFC 5025 section 3).
 *
 * @param id as the author chose it; empty if it has none
 * @param handling empty if absent, which counts as the lowest
 */
record Rule(String id, Conditions conditions, Optional<Authorization> handling, Permissions permissions) {

    Rule resolve(ExternalLists lists) {
        return new Rule(id, conditions.resolve(lists), handling, permissions);
    }

    Authorization effectiveHandling() {
        return handling.orElse(Authorization.BLOCK);
    }
}
