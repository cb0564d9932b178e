package org.sippresence.persistence;

import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.LocalDateTimeJdbcType;

/**
 * Sends times as text. MariaDB before 11 greets with a version 5.5.5, for which MySQL's driver cuts fractions of seconds off every
 * time that it sends as such; the server itself knows them.
 */
final class TextDateTimes implements TypeContributor {

    /** The first version with fractions, as the driver compares it. */
    private static final int MAJOR = 5;

    private static final int MINOR = 6;

    /** Whether the driver takes the server for one without fractions. */
    static boolean areNeeded(DatabaseMetaData driver) throws SQLException {
        int major = driver.getDatabaseMajorVersion();
        return driver.getURL().startsWith("jdbc:mysql:")
                && (major < MAJOR || (major == MAJOR && driver.getDatabaseMinorVersion() < MINOR));
    }

    @Override
    public void contribute(TypeContributions contributions, ServiceRegistry registry) {
        contributions.contributeJdbcType(new Type());
    }

    /** Stands for what Hibernate takes for {@code LocalDateTime}. */
    private static final class Type implements JdbcType {

        private static final long serialVersionUID = 1L;

        @Override
        public int getJdbcTypeCode() {
            return Types.TIMESTAMP;
        }

        @Override
        public int getDefaultSqlTypeCode() {
            return SqlTypes.LOCAL_DATE_TIME;
        }

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return new TextBinder<>(javaType, this);
        }

        @Override
        public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
            return LocalDateTimeJdbcType.INSTANCE.getExtractor(javaType);
        }
    }

    private static final class TextBinder<X> extends BasicBinder<X> {

        private static final long serialVersionUID = 1L;

        TextBinder(JavaType<X> javaType, JdbcType jdbcType) {
            super(javaType, jdbcType);
        }

        @Override
        protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                throws SQLException {
            statement.setString(index, text(value, options));
        }

        @Override
        protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                throws SQLException {
            statement.setString(name, text(value, options));
        }

        /** With a T between date and time, as both servers read it: a formatter costs a percent of a PUBLISH. */
        private String text(X value, WrapperOptions options) {
            return getJavaType()
                    .unwrap(value, LocalDateTime.class, options)
                    .truncatedTo(ChronoUnit.MICROS)
                    .toString();
        }
    }
}
