package org.sippresence.settings;

import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** Keys about which server may write to the database. */
final class LeaseKeys {

    private LeaseKeys() {}

    static List<Key> all() {
        return List.of(
                whole("lease_time", 15, "seconds")
                        .between(1, 3600)
                        .means(
                                "How long the database belongs to a server that gives no sign of life. It gives one three times"
                                        + " as often. A second server is refused at the start until then, unless the first one was"
                                        + " stopped, or runs no more on the same machine."),
                onOff("take_over", false)
                        .means(
                                "1, or `--take-over`: the database is taken from a server that seems to be alive. That one ends as"
                                        + " soon as it notices. For one start; do not leave it in a file."));
    }
}
