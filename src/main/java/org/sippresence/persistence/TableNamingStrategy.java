package org.sippresence.persistence;

import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.sippresence.settings.StorageSettings.Tables;

/** The configurable table names, for Hibernate and for the migrations. */
final class TableNamingStrategy extends PhysicalNamingStrategyStandardImpl {

    static final String PUBLICATION = "publication";
    static final String ACTIVE_WATCHERS = "active_watchers";
    static final String WATCHERS = "watchers";

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final Map<String, String> names;

    /**
     * Checks the names.
     *
     * @throws StorageUnavailableException if a name would need quotes in SQL
     */
    TableNamingStrategy(Tables tables) {
        names = Map.of(
                PUBLICATION, checked(tables.publication()),
                ACTIVE_WATCHERS, checked(tables.activeWatchers()),
                WATCHERS, checked(tables.watchers()));
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new StorageUnavailableException(
                    "not a name of a table (a letter or underscore, then up to 63 letters, digits or underscores): "
                            + name);
        }
        return name;
    }

    /** Logical names and the names of the tables. */
    Map<String, String> placeholders() {
        return names;
    }

    @Override
    public Identifier toPhysicalTableName(Identifier logicalName, JdbcEnvironment context) {
        return Identifier.toIdentifier(names.getOrDefault(logicalName.getText(), logicalName.getText()));
    }
}
