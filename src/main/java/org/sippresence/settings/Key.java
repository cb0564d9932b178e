package org.sippresence.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A configuration key.
 *
 * @param initial the default value, written as the operator would; empty for none
 * @param origin where the name and the default come from: SER, Kamailio or this server
 * @param remark logged at the start, after the key's name, when the key is not set to its default
 * @param perDomain whether it can also be set for single domains
 * @param meaning for the operator's reference, Markdown
 */
record Key(
        String name,
        KeyType shape,
        String initial,
        Origin origin,
        Optional<String> remark,
        boolean perDomain,
        String meaning) {

    /** The seconds of a year, an upper bound of lifetimes. */
    static final int YEAR = 31_536_000;

    /** The milliseconds of a minute, an upper bound of time-outs. */
    static final int MINUTE = 60_000;

    /** The origin of a key. */
    enum Origin {
        SER("SER"),
        KAMAILIO("Kamailio"),
        BOTH("SER and Kamailio"),
        OWN("own");

        private final String label;

        Origin(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Key whole(String name, int initial, String unit) {
        return of(name, new KeyType.Whole(0, Integer.MAX_VALUE, unit), Integer.toString(initial));
    }

    static Key onOff(String name, boolean initial) {
        return of(name, new KeyType.Switch(), initial ? "1" : "0");
    }

    static Key choice(String name, String initial, String... values) {
        return of(name, new KeyType.Choice(List.of(values)), initial);
    }

    static Key text(String name, String initial) {
        return of(name, new KeyType.Text(Pattern.compile(".*"), "text", false), initial);
    }

    private static Key of(String name, KeyType shape, String initial) {
        return new Key(name, shape, initial, Origin.OWN, Optional.empty(), false, "");
    }

    /** Sets the bounds of a whole number, both inclusive. */
    Key between(int min, int max) {
        return shaped(new KeyType.Whole(min, max, ((KeyType.Whole) shape).unit()));
    }

    /** Sets the pattern of a text and its description: "is not ...". */
    Key matching(String regex, String form) {
        return shaped(new KeyType.Text(Pattern.compile(regex), form, false));
    }

    /** As {@link #matching}, for texts with this pattern that are separated by commas. */
    Key matchingList(String regex, String form) {
        return matching(regex + "(\\s*,\\s*" + regex + ")*", form);
    }

    Key hidden() {
        KeyType.Text text = (KeyType.Text) shape;
        return shaped(new KeyType.Text(text.pattern(), text.form(), true));
    }

    private Key shaped(KeyType other) {
        return new Key(name, other, initial, origin, remark, perDomain, meaning);
    }

    Key from(Origin other) {
        return new Key(name, shape, initial, other, remark, perDomain, meaning);
    }

    Key remark(String text) {
        return new Key(name, shape, initial, origin, Optional.of(text), perDomain, meaning);
    }

    /** Lets the key be set for single domains, too. */
    Key alsoByDomain() {
        return new Key(name, shape, initial, origin, remark, true, meaning);
    }

    /** Sets the meaning; line ends count as spaces. */
    Key means(String text) {
        return new Key(
                name, shape, initial, origin, remark, perDomain, text.strip().replace('\n', ' '));
    }
}
