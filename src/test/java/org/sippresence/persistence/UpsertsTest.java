package org.sippresence.persistence;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.MutationCoordinator;
import org.hibernate.sql.model.PreparableMutationOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the upserts against what Hibernate itself would do with the mapping. */
final class UpsertsTest {

    private final StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
            .applySettings(Map.of(
                    "jakarta.persistence.database-product-name",
                    "H2",
                    "hibernate.boot.allow_jdbc_metadata_access",
                    false))
            .build();
    private Metadata mapping;

    @BeforeEach
    void mapTheEntitiesOfThePersistenceUnit() throws IOException {
        MetadataSources sources = new MetadataSources(registry);
        Pattern.compile("<class>(.*)</class>")
                .matcher(Files.readString(Path.of("persistence", "persistence.xml")))
                .results()
                .forEach(found -> sources.addAnnotatedClassName(found.group(1)));
        mapping = sources.buildMetadata();
    }

    @AfterEach
    void close() {
        StandardServiceRegistryBuilder.destroy(registry);
    }

    @Test
    void columnsStandInTheOrderInWhichHibernateBindsThem() {
        Map<String, String> inserts = generated(EntityPersister::getInsertCoordinator);
        Map<String, String> upserts = upserts();
        assertThat(upserts).hasSize(inserts.size()).hasSizeGreaterThan(12);
        upserts.forEach((entity, sql) -> assertThat(sql.substring(0, sql.indexOf(" on duplicate key update ")))
                .isEqualTo(inserts.get(entity)));
    }

    @Test
    void aDeleteNamesTheWholeKey() {
        Map<String, String> deletes = generated(EntityPersister::getDeleteCoordinator);
        Upserts.addTo(mapping);
        assertThat(mapping.getEntityBindings())
                .allSatisfy(entity ->
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

    /** The statements that Hibernate generates, by entity. */
    private Map<String, String> generated(Function<EntityPersister, MutationCoordinator> kind) {
        Map<String, String> statements = new HashMap<>();
        try (SessionFactoryImplementor plain = mapping.buildSessionFactory().unwrap(SessionFactoryImplementor.class)) {
            plain.getMappingMetamodel()
                    .forEachEntityDescriptor(entity -> statements.put(
                            entity.getEntityName(),
                            ((PreparableMutationOperation) kind.apply(entity)
                                            .getStaticMutationOperationGroup()
                                            .getOperation(0))
                                    .getSqlString()));
        }
        return statements;
    }

    private Map<String, String> upserts() {
        Upserts.addTo(mapping);
        return mapping.getEntityBindings().stream()
                .collect(toMap(PersistentClass::getEntityName, PersistentClass::getCustomSQLInsert));
    }
}
