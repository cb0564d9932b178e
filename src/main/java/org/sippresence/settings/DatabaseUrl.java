package org.sippresence.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JDBC meaning of the key {@code db_url}. In the form of SER and Kamailio, user and password are taken literally,
 * without percent decoding; the password may contain any character, {@code @} and {@code /} included.
 *
 * @param jdbc without user and password
 */
record DatabaseUrl(String jdbc, Optional<String> user, Optional<String> password) {

    static final String FORMS =
            "`jdbc:h2:...`, `jdbc:mysql://host:3306/db`, `jdbc:mariadb://host:3306/db`, `mysql://user:password@host:3306/db`"
                    + " or `mariadb://user:password@host:3306/db`";

    private static final Pattern CREDENTIALS_FORM = Pattern.compile(
            "(?:mysql|mariadb)://(?:(?<user>[^:@/]*)(?::(?<password>.*))?@)?(?<host>\\[[^\\]]+\\]|[^:/@\\[\\]]+)"
                    + "(?::(?<port>\\d{1,5}))?/(?<db>[A-Za-z0-9_$-]+)(?<parameters>\\?.*)?");
    private static final Pattern JDBC_FORM = Pattern.compile("jdbc:(?:h2:.+|(?:mysql|mariadb)://[^/]+/.+)");

    /**
     * Parses the value of a key.
     *
     * @throws SettingsException if the text has none of the {@link #FORMS}
     */
    static DatabaseUrl parse(String key, String text) {
        Matcher parts = CREDENTIALS_FORM.matcher(text);
        if (parts.matches()) {
            return new DatabaseUrl(
                    jdbc(parts),
                    Optional.ofNullable(parts.group("user")),
                    Optional.ofNullable(parts.group("password")));
        }
        if (!JDBC_FORM.matcher(text).matches()) {
            throw new SettingsException(
                    key + "=" + masked(text) + " is no database URL; accepted: " + FORMS.replace("`", ""));
        }
        return text.startsWith("jdbc:h2:")
                ? withoutCredentials(text, ';', ";")
                : withoutCredentials(text.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:"), '?', "&");
    }

    private static String jdbc(Matcher parts) {
        String port = Optional.ofNullable(parts.group("port")).orElse("3306");
        String parameters = Optional.ofNullable(parts.group("parameters")).orElse("");
        return "jdbc:mysql://" + parts.group("host") + ':' + port + '/' + parts.group("db") + parameters;
    }

    private static DatabaseUrl withoutCredentials(String url, char first, String between) {
        int start = url.indexOf(first);
        if (start < 0) {
            return new DatabaseUrl(url, Optional.empty(), Optional.empty());
        }
        String[] parameters = url.substring(start + 1).split(Pattern.quote(between), -1);
        String kept = Arrays.stream(parameters)
                .filter(parameter -> !isNamed(parameter, "user") && !isNamed(parameter, "password"))
                .collect(Collectors.joining(between));
        String jdbc = kept.isEmpty() ? url.substring(0, start) : url.substring(0, start + 1) + kept;
        return new DatabaseUrl(jdbc, value(parameters, "user"), value(parameters, "password"));
    }

    private static Optional<String> value(String[] parameters, String name) {
        return Arrays.stream(parameters)
                .filter(parameter -> isNamed(parameter, name))
                .map(parameter -> parameter.substring(name.length() + 1))
                .findFirst();
    }

    private static boolean isNamed(String parameter, String name) {
        return parameter.toLowerCase(Locale.ROOT).startsWith(name + '=');
    }

    /** The text with its password masked, whatever its form. */
    static String masked(String text) {
        return text.replaceFirst("(://[^:@/]*:).*@", "$1***@").replaceAll("(?i)([?&;]password=)[^&;]*", "$1***");
    }
}
