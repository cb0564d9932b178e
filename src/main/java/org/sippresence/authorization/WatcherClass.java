package org.sippresence.authorization;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * All requesters whom the same rules of one {@link RuleSet} mean: in the same situation they get the same verdict.
 * Immutable, equal by value among those of one rule set.
 */
public final class WatcherClass {

    private final BitSet rules;

    /**
     * A class.
     *
     * @param rules the places of the rules; not changed any more
     */
    WatcherClass(BitSet rules) {
        this.rules = rules;
    }

    IntStream rules() {
        return rules.stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WatcherClass that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return "WatcherClass" + rules;
    }
}
