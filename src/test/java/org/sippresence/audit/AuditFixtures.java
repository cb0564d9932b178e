package org.sippresence.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.settings.AuditSettings;

/** Events and settings for the tests of the audit log. */
final class AuditFixtures {

    private static final JsonMapper MAPPER = new JsonMapper();

    private AuditFixtures() {}

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A wrong password over XCAP. */
    static RefusedAuthentication wrongPassword(String source) {
        return new RefusedAuthentication(
                EntryPoint.XCAP,
                Reason.WRONG_CREDENTIALS,
                address(source),
                "sip:alice@example.org",
                "/xcap/pres-rules/users/sip:alice@example.org/index",
                401);
    }

    /** A change of this target by the first token. */
    static AuditEvent change(String target) {
        return new AuditEvent(
                "PUT /api/v1/subscribers/{aor}",
                Actor.token("1").with("role", "admin"),
                target,
                204,
                Optional.of(address("192.0.2.1")));
    }

    static AuditSettings settings(Path file) {
        return new AuditSettings(Optional.of(file), 1_000_000, 10_000_000, Duration.ofDays(10));
    }

    /** Parses a line and asserts that it is one. */
    static JsonNode parse(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.indexOf('\n') != text.length() - 1 || !text.chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127))) {
            throw new AssertionError("no line of printable ASCII: " + text);
        }
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file. */
    static List<JsonNode> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> parse((line + "\n").getBytes(StandardCharsets.UTF_8)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
