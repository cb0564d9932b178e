package org.sippresence.persistence;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jdbc.Expectation;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/**
 * Turns the insert of each entity into an upsert generated from the mapping, so that one JDBC batch writes new and
 * changed rows alike. All entities have assigned keys. A column that is not updatable keeps its first value. Row counts
 * are not checked, because databases report other counts for upserts, and a row to be deleted may not exist.
 */
final class Upserts implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        addTo(metadata);
    }

    static void addTo(Metadata metadata) {
        for (PersistentClass entity : metadata.getEntityBindings()) {
            entity.setCustomSQLInsert(insert(entity), false, null);
            entity.setInsertExpectation(Expectation.None::new);
            entity.setCustomSQLDelete(delete(entity), false, null);
            entity.setDeleteExpectation(Expectation.None::new);
        }
    }

    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry registry) {
        // holds no resources
    }

    /** In the order in which Hibernate binds: properties by name, the key last. */
    private static String insert(PersistentClass entity) {
        List<String> all = Stream.concat(properties(entity).flatMap(p -> p.getColumns().stream()), key(entity))
                .map(Column::getName)
                .toList();
        return "insert into " + entity.getTable().getName() + " (" + String.join(",", all) + ") values ("
                + all.stream().map(name -> "?").collect(joining(",")) + ") on duplicate key update "
                + updated(entity);
    }

    private static String updated(PersistentClass entity) {
        String columns = properties(entity)
                .filter(Property::isUpdatable)
                .flatMap(p -> p.getColumns().stream())
                .map(column -> column.getName() + "=values(" + column.getName() + ")")
                .collect(joining(","));
        String key = key(entity).findFirst().orElseThrow().getName();
        return columns.isEmpty() ? key + "=values(" + key + ")" : columns;
    }

    private static String delete(PersistentClass entity) {
        return "delete from " + entity.getTable().getName() + " where "
                + key(entity).map(column -> column.getName() + "=?").collect(joining(" and "));
    }

    private static Stream<Property> properties(PersistentClass entity) {
        return entity.getProperties().stream()
                .filter(property -> !property.isSynthetic()) // once more for a key of several columns
                .sorted(Comparator.comparing(Property::getName));
    }

    private static Stream<Column> key(PersistentClass entity) {
        return entity.getIdentifier().getColumns().stream();
    }
}
