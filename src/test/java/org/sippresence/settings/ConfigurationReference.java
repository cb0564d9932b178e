package org.sippresence.settings;

/** Prints {@code docs/configuration.md} from the table of keys. */
final class ConfigurationReference {

    private static final String HEAD = """
            # Configuration

            <!-- Made from the table of keys by scripts/generate-docs. Change settings/AllKeys.java and the classes that it
            lists, not this file. -->

            Values have three sources; later ones have priority:

            1. the file given by `--config` (the distribution: `conf/presence.properties`), one `key=value` per line, UTF-8;
            2. the environment: `PRESENCE_` and the key in capitals, such as `PRESENCE_MAX_EXPIRES=600`;
            3. the command line: `--set max_expires=600`, and the options `--bind`, `--sip-port`, `--http-port`, `--data`.

            A key with an empty value counts as not set. An unknown key, an invalid value or keys that contradict each other
            stop the start with exit code 2 and one line that states the fault. `scripts/presencectl config` shows the
            effective values, with passwords and tokens masked. Lists are separated by commas.

            A key marked *By domain* can also be set for single domains: `max_publications@example.org=20` in the file or
            `--set max_publications@example.org=20`. That value applies to the users of this domain, the one without a domain to
            all others. If `domains` is set, the domain must be one of them. The environment cannot set values for single
            domains, because the name of a variable cannot have an `@`.

            Names and defaults are those of the two programs with which this server is compatible, SER's presence agent and
            Kamailio's presence module. The column *from* names the one that has the key; *own* means neither. Their keys that
            have no effect here may stay in a configuration: each one that is not set to its default is named in a warning at
            the start.
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
                + key.origin().label() + " | " + key.meaning() + (key.perDomain() ? " *By domain.*" : "");
    }

    private static String remark(AllKeys.Section section, Key key) {
        return section.effect().isEmpty()
                ? key.remark().map(text -> " *It " + text + ".*").orElse("")
                : "";
    }
}
