package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://ser:heslo@127.0.0.1:3306/ser     | jdbc:mysql://127.0.0.1:3306/ser       | ser  | heslo
            mysql://openser:rw@localhost/openser     | jdbc:mysql://localhost:3306/openser   | openser | rw
            mariadb://u:p@db.example.org/presence    | jdbc:mysql://db.example.org:3306/presence | u | p
            mysql://root:@127.0.0.1:3307/presence    | jdbc:mysql://127.0.0.1:3307/presence  | root | ''
            mysql://root@[::1]:3307/presence         | jdbc:mysql://[::1]:3307/presence      | root |
            mysql://localhost/presence               | jdbc:mysql://localhost:3306/presence  |      |
            mysql://u:p@x/y:z@h/d?useSSL=true        | jdbc:mysql://h:3306/d?useSSL=true     | u    | p@x/y:z
            jdbc:mysql://h/d?user=u&useSSL=true&password=p | jdbc:mysql://h/d?useSSL=true    | u    | p
            jdbc:mysql://h/d?user=u                  | jdbc:mysql://h/d                      | u    |
            jdbc:mariadb://h:3307/d                  | jdbc:mysql://h:3307/d                 |      |
            jdbc:h2:mem:x;DB_CLOSE_DELAY=-1;USER=sa;PASSWORD=s | jdbc:h2:mem:x;DB_CLOSE_DELAY=-1 | sa | s
            jdbc:h2:file:/var/lib/presence           | jdbc:h2:file:/var/lib/presence        |      |
            """)
    void isTakenApart(String text, String jdbc, String user, String password) {
        assertThat(DatabaseUrl.parse("db_url", text))
                .isEqualTo(new DatabaseUrl(jdbc, Optional.ofNullable(user), Optional.ofNullable(password)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "jdbc:postgresql://h/d",
                "mysql://",
                "mysql://host",
                "mysql://host/",
                "mysql://u:p@host:port/d",
                "jdbc:mysql://host",
                "jdbc:h2:",
                "http://host/db"
            })
    void otherTextsAreRefusedNamingTheForms(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse("db_url", text))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("is no database URL; accepted: jdbc:h2:..., jdbc:mysql://host:3306/db")
                .hasMessageNotContaining("`");
    }

    @Test
    void passwordsAreMaskedInEveryForm() {
        assertThat(DatabaseUrl.masked("mysql://u:p@x/y:z@h/d")).isEqualTo("mysql://u:***@h/d");
        assertThat(DatabaseUrl.masked("jdbc:mysql://h/d?password=p&user=u"))
                .isEqualTo("jdbc:mysql://h/d?password=***&user=u");
        assertThat(DatabaseUrl.masked("jdbc:h2:mem:x;USER=sa;PASSWORD=s"))
                .isEqualTo("jdbc:h2:mem:x;USER=sa;PASSWORD=***");
    }
}
