package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.sql.model.MutationOperationGroup;
import org.hibernate.sql.model.PreparableMutationOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds the upserts against what Hibernate itself would do with the mapping. */
final class UpsertsTest {

    private static final List<Class<?>> ENTITIES = List.of(
            PresentityEntity.class,
            PublicationEntity.class,
            ActiveWatcherEntity.class,
            WatcherEntity.class,
            OfflineWinfoEntity.class,
            UserAttributeEntity.class,
            PresentityNoteEntity.class,
            PresentityExtensionEntity.class,
            PresentityContactEntity.class,
            TupleNoteEntity.class,
            TupleExtensionEntity.class,
            XcapEntity.class,
            LocationEntity.class);

    private final StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
            .applySettings(Map.of(
                    "jakarta.persistence.database-product-name",
                    "H2",
                    "hibernate.boot.allow_jdbc_metadata_access",
                    false))
            .build();
    private final Metadata mapping = new MetadataSources(registry)
            .addAnnotatedClasses(ENTITIES.toArray(Class<?>[]::new))
            .getMetadataBuilder()
            .build();

    @AfterEach
    void close() {
        StandardServiceRegistryBuilder.destroy(registry);
    }

    @Test
    void columnsStandInTheOrderInWhichHibernateBindsThem() {
        Map<String, String> inserts = new HashMap<>();
        try (SessionFactoryImplementor plain = sessionFactory()) {
            plain.getMappingMetamodel()
                    .forEachEntityDescriptor(entity -> inserts.put(
                            entity.getEntityName(),
                            sql(entity.getInsertCoordinator().getStaticMutationOperationGroup())));
        }
        Map<String, String> upserts = upserts();
        assertThat(upserts).hasSize(ENTITIES.size());
        upserts.forEach((entity, sql) -> assertThat(sql.substring(0, sql.indexOf(" on duplicate key update ")))
                .isEqualTo(inserts.get(entity)));
    }

    @Test
    void aDeleteNamesTheWholeKey() {
        Map<String, String> deletes = new HashMap<>();
        try (SessionFactoryImplementor plain = sessionFactory()) {
            plain.getMappingMetamodel()
                    .forEachEntityDescriptor(entity -> deletes.put(
                            entity.getEntityName(),
                            sql(entity.getDeleteCoordinator().getStaticMutationOperationGroup())));
        }
        upserts();
        mapping.getEntityBindings().stream()
                .filter(entity -> entity.getCustomSQLDelete() != null)
                .forEach(entity ->
                        assertThat(entity.getCustomSQLDelete()).isEqualTo(deletes.get(entity.getEntityName())));
    }

    @Test
    void whatIsFixedWhenARowBeginsIsNotUpdated() {
        assertThat(upserts().get(PublicationEntity.class.getName()))
                .endsWith(
                        " on duplicate key update body=values(body),changed=values(changed),content_type=values(content_type),"
                                + "etag=values(etag),expires=values(expires),received_time=values(received_time),"
                                + "revised=values(revised),sender=values(sender)");
        assertThat(upserts().get(PresentityEntity.class.getName()))
                .endsWith(" on duplicate key update pdomain=values(pdomain)");
    }

    private SessionFactoryImplementor sessionFactory() {
        return mapping.getSessionFactoryBuilder().build().unwrap(SessionFactoryImplementor.class);
    }

    private static String sql(MutationOperationGroup group) {
        return ((PreparableMutationOperation) group.getOperation(0)).getSqlString();
    }

    private Map<String, String> upserts() {
        Upserts.addTo(mapping);
        Map<String, String> upserts = new HashMap<>();
        for (PersistentClass entity : mapping.getEntityBindings()) {
            if (entity.getCustomSQLInsert() != null) {
                upserts.put(entity.getEntityName(), entity.getCustomSQLInsert());
            }
        }
        return upserts;
    }
}
