package org.sippresence.settings.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeLinesTest {

    private static final String OURS = "org.sippresence.sip.Some";
    private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR Some forged";

    @AutoClose
    private final LogFile log = new LogFile();

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\r\n",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u001b[2J",
                "\u202e",
                "\u2066",
                "\u0000",
                "\u200f"
            })
    void nobodyForgesALine(String control) {
        log.logger(OURS).warn("failed: {}", "x" + control + FORGED);

        assertThat(log.text().strip()).endsWith(FORGED).doesNotContain(control.substring(0, 1));
        assertThat(log.text().replaceAll("[ -~]", "")).as("all else than ASCII").isEqualTo("\n");
        assertThat(log.text()).matches("(?s).*x\\\\(n|r|u[0-9a-f]{4}).*");
    }

    @Test
    void whatIsWrittenWithLettersStaysAsItIs() {
        log.logger(OURS).warn("{}", "Grüße, привет, 你好 😀");

        assertThat(log.text()).endsWith("Grüße, привет, 你好 😀\n");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"x", "\u0001", "\n"})
    void aLineIsBounded(String repeated) {
        log.logger(OURS).warn("{}", repeated.repeat(3_000));

        assertThat(log.lines()).hasSize(1);
        assertThat(log.text()).hasSizeLessThan(2_200).contains(" characters more)\n");
    }

    @Test
    void ofTheContainersTextsOnlyTheFirstLineIsWritten() {
        log.logger("org.mobicents.Dispatcher")
                .error("unexpected exception while processing INFO sip:a SIP/2.0\r\nSubject: secret\r\n\r\nbody");
        log.logger("org.apache.Coyote")
                .error("failed", new IllegalStateException("GET / HTTP/1.1\r\nAuthorization: Basic c2VjcmV0"));

        assertThat(log.text()).contains("processing INFO sip:a SIP/2.0\n").contains("IllegalStateException: GET /");
        assertThat(log.text()).doesNotContain("secret", "c2VjcmV0", "body");
    }

    @Test
    void credentialsAreLeftOut() {
        log.logger(OURS).warn("header {}", "Proxy-Authorization: Digest username=\"u\", response=\"secret\"");
        log.logger("com.example.Library").warn("no parameter in AUTHORIZATION : Bearer secret");

        assertThat(log.text()).contains("Proxy-Authorization: ...\n").contains("AUTHORIZATION: ...\n");
        assertThat(log.text()).doesNotContain("secret");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"gov.nist.presence", "org.mobicents.servlet.Some", "org.apache.coyote.Some"})
    void theContainerIsNeverFinerThanWarn(String logger) {
        try (LogFile fine = new LogFile("container_log_level", "TRACE")) {
            fine.logger(logger).info("body=secret");
            fine.logger(logger).debug("Authorization=secret");
            fine.logger(logger).trace("secret");
            fine.logger(logger).warn("told");

            assertThat(fine.logger(logger).isTraceEnabled()).isTrue();
            assertThat(fine.lines()).hasSize(1).first().asString().endsWith(" told");
        }
    }

    @Test
    void theCountIsALineLikeTheOthers() {
        for (int i = 0; i < 10; i++) {
            log.logger(OURS).warn("a {} failed", "x\ny");
        }
        log.flush();

        assertThat(log.lines()).hasSize(4).allSatisfy(line -> assertThat(line).contains(" WARN  Some a x\\ny failed"));
        assertThat(log.lines().get(3)).endsWith("failed (and 7 more like it in the last 1 s)");
    }

    @Test
    void aFailureOfTheEnvironmentIsOneLineWithItsCause() {
        Throwable failure = new UncheckedIOException(new IOException(
                "database: gone",
                new IllegalStateException(new SQLTransientConnectionException("refused\nby 127.0.0.1:3306"))));

        log.logger(OURS).error("an entry could not be written", failure);

        assertThat(log.lines()).hasSize(1);
        assertThat(log.text())
                .endsWith(
                        "an entry could not be written: SQLTransientConnectionException: refused\\nby 127.0.0.1:3306\n");
    }

    @Test
    void aFaultHasAStackTraceOfBoundedLength() {
        log.logger(OURS).error("failed", deep(500, new IllegalStateException("a\nb", new NullPointerException())));

        assertThat(log.lines()).hasSizeBetween(30, 200);
        assertThat(log.text())
                .contains("failed\njava.lang.IllegalStateException: a\\nb\n\tat ")
                .contains("\nCaused by: java.lang.NullPointerException\n")
                .containsPattern("\t\\.\\.\\. \\d+ more\n");
    }

    @Test
    void theSipStackGetsOneLineWhateverItThrows() {
        log.logger("org.mobicents.servlet.Some").error("unexpected", new NullPointerException("of a\nmessage"));

        assertThat(log.lines()).hasSize(1);
        assertThat(log.text()).endsWith("unexpected: NullPointerException: of a\n");
    }

    @Test
    void aWrongStatementIsAFault() {
        log.logger(OURS)
                .error(
                        "failed",
                        new UncheckedIOException(new IOException("database", new SQLSyntaxErrorException("x"))));

        assertThat(log.text()).contains("\tat ");
    }

    private static RuntimeException deep(int depth, RuntimeException failure) {
        if (depth > 0) {
            return deep(depth - 1, failure);
        }
        failure.fillInStackTrace();
        return failure;
    }
}
