package org.sippresence.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Events as lines of the audit log: one JSON object (RFC 8259) in ASCII, whose values are bounded. Characters other than printable
 * ASCII are escaped, so that no value can begin another line or control a terminal.
 */
final class AuditLine {

    /** Characters of a value, an escape counting as six; the rest is replaced by three dots. */
    static final int LONGEST_VALUE = 512;

    private static final int ESCAPE_LENGTH = 6;
    private static final char DELETE = 0x7f;

    private static final int MOST_DETAILS = 16;
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = factory();

    private AuditLine() {}

    private static JsonFactory factory() {
        JsonFactory factory =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        factory.setCharacterEscapes(new DeleteEscaped());
        return factory;
    }

    /** JSON requires no escape for the control character DEL. */
    private static final class DeleteEscaped extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        DeleteEscaped() {
            escapes[DELETE] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    /** The line of a change, with its line end. */
    static byte[] of(Instant time, AuditEvent event) {
        return line(time, event.action(), json -> {
            writeActor(json, event.actor());
            write(
                    json,
                    "source",
                    event.source().map(source -> source.getHostAddress()).orElse(""));
            write(json, "target", event.target());
            json.writeNumberField("outcome", event.outcome());
            writeDetails(json, event.details());
        });
    }

    /** The line of a refused authentication, with its line end. */
    static byte[] of(Instant time, RefusedAuthentication refusal) {
        return line(time, "authentication.refused", json -> {
            writeActor(json, Actor.unproven(refusal.user()));
            write(json, "source", refusal.source().getHostAddress());
            write(json, "target", refusal.target());
            json.writeNumberField("outcome", refusal.status());
            writeDetails(json, details(refusal, refusal.requestId()));
        });
    }

    /** The line that stands for refused authentications that have none of their own, with its line end. */
    static byte[] of(Instant time, RefusalCounts.Summary summary) {
        return line(time, "authentication.refused", json -> {
            writeActor(json, Actor.unproven(summary.last().user()));
            write(
                    json,
                    "source",
                    summary.ofOneSource() ? summary.last().source().getHostAddress() : "*");
            write(json, "target", summary.last().target());
            json.writeNumberField("outcome", summary.last().status());
            json.writeNumberField("count", summary.count());
            json.writeNumberField("seconds", summary.seconds());
            writeDetails(json, details(summary.last(), Optional.empty()));
        });
    }

    private static Map<String, String> details(RefusedAuthentication refusal, Optional<String> requestId) {
        Map<String, String> details = new TreeMap<>();
        details.put("entry", refusal.entry().name().toLowerCase(Locale.ROOT));
        details.put("reason", refusal.reason().label());
        requestId.ifPresent(id -> details.put("request_id", id));
        refusal.authenticated().ifPresent(user -> details.put("authenticated", user));
        return details;
    }

    /** Writes the members after time and action. */
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Instant time, String action, Members members) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", MILLISECONDS.format(time));
            json.writeStringField("action", bounded(action));
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot be written to", e);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void writeActor(JsonGenerator json, Actor actor) throws IOException {
        json.writeObjectFieldStart("actor");
        json.writeStringField("kind", actor.kind().name().toLowerCase(Locale.ROOT));
        write(json, "id", actor.id());
        writeAll(json, actor.attributes());
        json.writeEndObject();
    }

    private static void writeDetails(JsonGenerator json, Map<String, String> details) throws IOException {
        if (!details.isEmpty()) {
            json.writeObjectFieldStart("details");
            writeAll(json, details);
            json.writeEndObject();
        }
    }

    private static void writeAll(JsonGenerator json, Map<String, String> values) throws IOException {
        int written = 0;
        for (Map.Entry<String, String> each : new TreeMap<>(values).entrySet()) {
            if (written++ < MOST_DETAILS) {
                write(json, bounded(each.getKey()), each.getValue());
            }
        }
    }

    private static void write(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, bounded(value));
        }
    }

    /** The beginning of a value, at most {@link #LONGEST_VALUE} characters with the escapes. */
    private static String bounded(String value) {
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            length += value.charAt(i) >= ' ' && value.charAt(i) < DELETE ? 1 : ESCAPE_LENGTH;
            if (length > LONGEST_VALUE) {
                return value.substring(0, i) + "...";
            }
        }
        return value;
    }
}
