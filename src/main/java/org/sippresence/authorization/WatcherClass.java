package org.sippresence.authorization;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * All requesters that match the same rules of one {@link RuleSet}: in the same context they get the same decision. Immutable,
 * equal by value among the classes of one rule set.
 */
public final class WatcherClass {

    private final BitSet rules;

    /**
     * Creates a class.
     *
     * @param rules the indexes of the rules; not modified any more
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
