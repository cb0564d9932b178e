package org.sippresence.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The type of a key's value. */
sealed interface KeyType {

    /** Why the text is not a valid value, as the end of a sentence that begins with {@code key=value}; empty if it is valid. */
    Optional<String> objection(String value);

    /** The valid values, for the operator's reference. */
    String describe();

    /** Whether the value must not be shown. */
    default boolean secret() {
        return false;
    }

    /** A whole number with its inclusive bounds. */
    record Whole(int min, int max, String unit) implements KeyType {

        @Override
        public Optional<String> objection(String value) {
            if (!value.matches("[+-]?\\d{1,18}")) {
                return Optional.of("is not a whole number (" + describe() + ")");
            }
            long number = Long.parseLong(value);
            return number < min || number > max ? Optional.of("is out of range: " + describe()) : Optional.empty();
        }

        @Override
        public String describe() {
            return (min == Integer.MIN_VALUE ? "at most " + max : min + " to " + max)
                    + (unit.isEmpty() ? "" : " " + unit);
        }
    }

    /** Yes or no in the form of SER and Kamailio. */
    record Switch() implements KeyType {

        @Override
        public Optional<String> objection(String value) {
            return value.equals("0") || value.equals("1") ? Optional.empty() : Optional.of("is neither 0 nor 1");
        }

        @Override
        public String describe() {
            return "0 or 1";
        }
    }

    /** One of several words. */
    record Choice(List<String> words) implements KeyType {

        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public Optional<String> objection(String value) {
            return words.contains(value)
                    ? Optional.empty()
                    : Optional.of("is not known; supported: " + String.join(", ", words));
        }

        @Override
        public String describe() {
            return String.join(", ", words);
        }
    }

    /**
     * Text.
     *
     * @param pattern that it must match
     * @param form readable description of the pattern
     */
    record Text(Pattern pattern, String form, boolean secret) implements KeyType {

        @Override
        public Optional<String> objection(String value) {
            return pattern.matcher(value).matches() ? Optional.empty() : Optional.of("is not " + form);
        }

        @Override
        public String describe() {
            return form;
        }
    }
}
