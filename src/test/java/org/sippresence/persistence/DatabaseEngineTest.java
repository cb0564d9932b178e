package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DatabaseEngineTest {

    @Test
    void anH2UrlGetsWhatMakesACommitLast() {
        assertThat(completed("jdbc:h2:file:/var/lib/presence"))
                .isEqualTo(
                        "jdbc:h2:file:/var/lib/presence;MODE=MySQL;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;NON_KEYWORDS=VALUE;TRACE_LEVEL_FILE=0");
    }

    @Test
    void whatTheUrlSaysIsLeft() {
        assertThat(completed("jdbc:h2:mem:x;mode=MySQL;WRITE_DELAY=100"))
                .isEqualTo(
                        "jdbc:h2:mem:x;mode=MySQL;WRITE_DELAY=100;DB_CLOSE_ON_EXIT=FALSE;NON_KEYWORDS=VALUE;TRACE_LEVEL_FILE=0");
        assertThat(completed("jdbc:mysql://db/presence?socketTimeout=1&useServerPrepStmts=false"))
                .startsWith("jdbc:mysql://db/presence?socketTimeout=1&useServerPrepStmts=false&rewriteBatched")
                .doesNotContain("useServerPrepStmts=true")
                .doesNotContain("socketTimeout=60000");
    }

    @Test
    void aMySqlUrlGetsWhatMakesBatchesFast() {
        assertThat(completed("jdbc:mysql://db:3306/presence"))
                .startsWith("jdbc:mysql://db:3306/presence?rewriteBatchedStatements=true&useServerPrepStmts=true&")
                .contains("&cachePrepStmts=true&", "&useLocalSessionState=true&", "&connectTimeout=5000&");
    }

    @Test
    void mariaDbIsSpokenToByTheDriverOfMySql() {
        assertThat(completed("jdbc:mariadb://db/presence")).startsWith("jdbc:mysql://db/presence?rewrite");
    }

    @Test
    void otherDatabasesAreRefused() {
        assertThatThrownBy(() -> DatabaseEngine.of("jdbc:postgresql://db/presence"))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("jdbc:h2:");
    }

    private static String completed(String url) {
        return DatabaseEngine.of(url).withParameters(url);
    }
}
