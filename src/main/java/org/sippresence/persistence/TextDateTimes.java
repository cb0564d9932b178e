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
 * Binds times as text. MariaDB before 11 reports version 5.5.5 in its greeting, for which MySQL's driver truncates the
 * fraction of every time that it binds as a time; the server itself supports fractions.
 */
final class TextDateTimes implements TypeContributor {

    /** The first version with fractions, by the driver's comparison. */
    private static final int MAJOR = 5;

    private static final int MINOR = 6;

    /** Whether the driver believes that the server does not support fractions. */
    static boolean areNeeded(DatabaseMetaData driver) throws SQLException {
        int major = driver.getDatabaseMajorVersion();
        return driver.getURL().startsWith("jdbc:mysql:")
                && (major < MAJOR || (major == MAJOR && driver.getDatabaseMinorVersion() < MINOR));
    }

    @Override
    public void contribute(TypeContributions contributions, ServiceRegistry registry) {
        contributions.contributeJdbcType(new Type());
    }

    /** Replaces Hibernate's type for {@code LocalDateTime}. */
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

        /**
         * With a T between date and time, which both servers accept: a formatter would cost one percent of a PUBLISH.
         */
        private String text(X value, WrapperOptions options) {
            return getJavaType()
                    .unwrap(value, LocalDateTime.class, options)
                    .truncatedTo(ChronoUnit.MICROS)
                    .toString();
        }
    }
}
