package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.EVERYTHING;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.everybody;
import static org.sippresence.sipclient.RulesText.rule;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.persistence.JdbcConnections;
import org.sippresence.persistence.MariaDb;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Rules that an operator's program writes into table {@code xcap} while the server runs. */
@ExtendWith(MariaDb.class)
class RulesBySqlIT {

    private static final String ALICE = "sip:alice@example.org";

    @TempDir
    private Path data;

    @Test
    void areObeyedWhenTheServerIsTold() throws SQLException {
        Map<String, String> settings = new HashMap<>(Map.of("db_url", MariaDb.url(), "db_user", MariaDb.user()));
        settings.putAll(Map.of("auth", "xcap", "domains", "example.org"));
        try (ServerProcess server = ServerProcess.started(data, settings);
                Crowd crowd = new Crowd(server, Transport.UDP);
                Connection sql = JdbcConnections.open(MariaDb.url(), MariaDb.user(), MariaDb.password())) {
            assertThat(crowd.publish(ALICE, "secret words").status()).isEqualTo(200);
            WatcherDialog watcher = crowd.subscribed(ALICE);
            assertThat(watcher.last().orElseThrow().state()).isEqualTo("pending");

            insert(sql, allowing("allow"));
            assertThat(ask(server, "refreshWatchers", ",\"refresh_type\":0")).contains("\"notified\" : 1");
            assertShown(watcher.next());

            update(sql, allowing("confirm"));
            assertThat(ask(server, "updateWatchers", "")).contains("\"changed\" : 1");
            Notification hidden = watcher.next();
            assertThat(hidden.state()).isEqualTo("pending");
            assertThat(hidden.text()).isEmpty();

            update(sql, allowing("allow"));
            assertThat(ask(server, "updateWatchers", "")).contains("\"changed\" : 1");
            assertShown(watcher.next());
            delete(sql);
            assertThat(ask(server, "updateWatchers", "")).contains("\"changed\" : 1");
            assertThat(watcher.next().state()).isEqualTo("pending");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    private static void assertShown(Notification notification) {
        assertThat(notification.state()).isEqualTo("active");
        assertThat(notification.text()).contains("secret words");
    }

    private static String allowing(String handling) {
        return document(rule("a", everybody(), handling, EVERYTHING));
    }

    private static String ask(ServerProcess server, String operation, String more) {
        HttpResponse<String> answer =
                server.admin().post("/api/v1/" + operation, "{\"presentity_uri\":\"" + ALICE + "\"" + more + '}');
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void insert(Connection sql, String document) throws SQLException {
        try (PreparedStatement statement = sql.prepareStatement(
                "insert into xcap (id, username, domain, doc, doc_type, etag, doc_uri, auid, xui, path, content_type, modified)"
                        + " values ('by-hand', 'alice', 'example.org', ?, 2, 'by-hand', '/xcap/pres-rules/users/"
                        + ALICE
                        + "/index', 'pres-rules', '" + ALICE + "', 'index', 'application/auth-policy+xml',"
                        + " current_timestamp)")) {
            statement.setBytes(1, document.getBytes(StandardCharsets.UTF_8));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /** Updates the document only, as a program does that ignores entity-tags. */
    private static void update(Connection sql, String document) throws SQLException {
        try (PreparedStatement statement =
                sql.prepareStatement("update xcap set doc = ? where xui = '" + ALICE + "' and auid = 'pres-rules'")) {
            statement.setBytes(1, document.getBytes(StandardCharsets.UTF_8));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void delete(Connection sql) throws SQLException {
        try (PreparedStatement statement =
                sql.prepareStatement("delete from xcap where xui = '" + ALICE + "' and auid = 'pres-rules'")) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
