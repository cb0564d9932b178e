package org.sippresence.settings;

/** Prints {@code docs/configuration.md} from the table of keys. */
final class ConfigurationReference {

    private static final String HEAD = """
            # Configuration

            <!-- Made from the table of keys by scripts/generate-docs. Change settings/Keys.java, not this file. -->

            Values come from three places; the later one wins:

            1. the file given by `--config` (the distribution: `conf/presence.properties`), `key=value` a line, UTF-8;
            2. the environment: `PRESENCE_` and the key in capitals, such as `PRESENCE_MAX_EXPIRES=600`;
            3. the command line: `--set max_expires=600`, and the options `--bind`, `--sip-port`, `--http-port`, `--data`.

            A key set to nothing counts as not set. An unknown key, a value that its key does not take or keys that contradict
            each other stop the start: exit code 2 and one line that says what is wrong. What was understood is shown by
            `scripts/presencectl config`, passwords and tokens masked.

            Names and defaults are those of the two programs that this server follows, SER's presence agent and Kamailio's
            presence module. The column *from* says which of them has the key (with the row of `docs/features.md`); *own*
            means neither. Their keys that have no effect here may stay in a configuration that is carried over: set to anything
            but the default, they are named in one warning each at start.
            """;

    private ConfigurationReference() {}

    static String print() {
        StringBuilder out = new StringBuilder(HEAD);
        for (AllKeys.Section section : AllKeys.SECTIONS) {
            out.append("\n## ").append(section.title()).append("\n\n");
            if (!section.effect().isEmpty()) {
                out.append(section.effect()).append("\n\n");
            }
            out.append("| key | values | default | from | meaning |\n|---|---|---|---|---|\n");
            section.keys()
                    .forEach(key ->
                            out.append(row(key)).append(remark(section, key)).append(" |\n"));
        }
        return out.toString();
    }

    private static String row(Key key) {
        String initial = key.initial().isEmpty() ? "not set" : '`' + key.initial() + '`';
        return "| `" + key.name() + "` | " + key.shape().describe() + " | " + initial + " | "
                + key.origin().label() + " | " + key.meaning();
    }

    private static String remark(AllKeys.Section section, Key key) {
        return section.effect().isEmpty()
                ? key.remark().map(text -> " *It " + text + ".*").orElse("")
                : "";
    }
}
