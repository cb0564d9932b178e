package org.sippresence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts.EntryPoint;

final class AuditLineTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aChangeHasTheMembersThatTheDocumentsDescribe() {
        AuditEvent event = AuditFixtures.change("/api/v1/subscribers/sip:bob@example.org")
                .with("request_id", "r-1")
                .with("proxy", "");
        assertThat(new String(AuditLine.of(NOON, event), StandardCharsets.US_ASCII))
                .isEqualTo("{\"time\":\"2026-11-22T12:00:00.000Z\",\"action\":\"PUT /api/v1/subscribers/{aor}\","
                        + "\"actor\":{\"kind\":\"token\",\"id\":\"1\",\"role\":\"admin\"},\"source\":\"192.0.2.1\","
                        + "\"target\":\"/api/v1/subscribers/sip:bob@example.org\",\"outcome\":204,"
                        + "\"details\":{\"request_id\":\"r-1\"}}\n");
    }

    @Test
    void aRefusedAuthenticationHasItsReason() {
        assertThat(new String(
                        AuditLine.of(NOON, AuditFixtures.wrongPassword("2001:db8::1")), StandardCharsets.US_ASCII))
                .isEqualTo("{\"time\":\"2026-11-22T12:00:00.000Z\",\"action\":\"authentication.refused\","
                        + "\"actor\":{\"kind\":\"unproven\",\"id\":\"sip:alice@example.org\"},"
                        + "\"source\":\"2001:db8:0:0:0:0:0:1\","
                        + "\"target\":\"/xcap/pres-rules/users/sip:alice@example.org/index\",\"outcome\":401,"
                        + "\"details\":{\"entry\":\"xcap\",\"reason\":\"wrong_credentials\"}}\n");
    }

    @Test
    void aRequestForAnotherUserNamesWhoseCredentialsItHas() {
        RefusedAuthentication refusal = new RefusedAuthentication(
                EntryPoint.SIP,
                Reason.IDENTITY_MISMATCH,
                AuditFixtures.address("192.0.2.1"),
                "sip:alice@example.org",
                "PUBLISH sip:alice@example.org",
                403,
                Optional.of("c-1"),
                Optional.of("sip:bob@example.org"));
        JsonNode line = AuditFixtures.parse(AuditLine.of(NOON, refusal));
        assertThat(line.path("actor").path("id").asText()).isEqualTo("sip:alice@example.org");
        assertThat(line.path("details").toString())
                .isEqualTo("{\"authenticated\":\"sip:bob@example.org\",\"entry\":\"sip\","
                        + "\"reason\":\"identity_mismatch\",\"request_id\":\"c-1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n{\"action\":\"forged\"}",
                "a\r\nb",
                "\"},\"outcome\":200,\"x\":{\"y\":\"",
                "\\\"",
                "\u0000\u001b[2J\u007f",
                "\u2028\u2029\u0085\u202e",
                "\ud800 alone",
                "\ud83d\ude00 \u00e9"
            })
    void whatAClientWritesStaysInItsMember(String value) {
        RefusedAuthentication refusal = new RefusedAuthentication(
                EntryPoint.SIP,
                Reason.MALFORMED,
                AuditFixtures.address("192.0.2.1"),
                value,
                value,
                403,
                Optional.of(value));
        JsonNode line = AuditFixtures.parse(AuditLine.of(NOON, refusal));
        assertThat(line.path("actor").path("id").asText()).isEqualTo(value);
        assertThat(line.path("target").asText()).isEqualTo(value);
        assertThat(line.path("details").path("request_id").asText()).isEqualTo(value);
        assertThat(line.path("outcome").asInt()).isEqualTo(403);
        assertThat(line.size()).isEqualTo(7);
    }

    @Test
    void aUserNameOfTenMegabytesMakesAShortLine() {
        String name = "\u0001".repeat(10_000_000);
        RefusedAuthentication refusal = new RefusedAuthentication(
                EntryPoint.SIP, Reason.WRONG_CREDENTIALS, AuditFixtures.address("192.0.2.1"), name, name, 401);
        assertThat(refusal.user()).hasSizeLessThan(600);
        assertThat(AuditLine.of(NOON, refusal)).hasSizeLessThan(2_500);
        AuditEvent event = AuditFixtures.change(name);
        for (int i = 0; i < 100; i++) {
            event = event.with("name" + i, name);
        }
        assertThat(AuditLine.of(NOON, event)).hasSizeLessThan(20_000);
    }
}
