package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Connections to a database of H2 or MariaDB. They do not use {@link java.sql.DriverManager}: if a web application in the same JVM is
 * the first user of a driver, Tomcat unregisters that driver when the application stops.
 */
public final class JdbcConnections {

    private JdbcConnections() {}

    public static Connection open(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        Driver driver = url.startsWith("jdbc:h2:") ? new org.h2.Driver() : new com.mysql.cj.jdbc.Driver();
        return driver.connect(url, properties);
    }
}
