package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;
import static org.sippresence.rest.RestServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegisterCommand;
import org.sippresence.registration.RegisterCommand.Contacts;
import org.sippresence.testkit.Fixtures;

final class RegistrationsResourceTest {

    private static final String JABBER = "/api/v1/registrations/sip:alice@im.example.org";
    private static final String SIP = "/api/v1/registrations/sip:alice@example.org";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @Test
    void contactsAreFedShownReplacedAndRemoved() throws IOException, InterruptedException {
        assertProblem(server.get(JABBER), 404, "nobody has registered sip:alice@im.example.org");
        JsonNode first = json(server.put(JABBER, """
                {"contacts":[{"contact":"xmpp:alice@im.example.org/desk","q":0.25,"expires":60},
                             {"contact":"xmpp:alice@im.example.org/bed"}]}"""));
        assertThat(first).isEqualTo(Json.MAPPER.readTree("""
                {"aor":"sip:alice@im.example.org","pdomain":"jabber","contacts":[
                 {"contact":"xmpp:alice@im.example.org/desk","q":0.25,"registered":"%s","expires":"%s","source":"rest"},
                 {"contact":"xmpp:alice@im.example.org/bed","registered":"%s","expires":"%s","source":"rest"}]}""".formatted(
                        Fixtures.NOON,
                        Fixtures.NOON.plusSeconds(60),
                        Fixtures.NOON.plusNanos(1000),
                        Fixtures.NOON.plusSeconds(3600))));
        assertThat(json(server.get(JABBER))).isEqualTo(first);
        JsonNode second = json(server.put(JABBER, "{\"contacts\":[{\"contact\":\"xmpp:alice@im.example.org/bed\"}]}"));
        assertThat(second.path("contacts")).hasSize(1);
        assertProblem(server.get(SIP), 404, "nobody has registered");
        assertThat(server.delete(JABBER).statusCode()).isEqualTo(204);
        assertProblem(server.delete(JABBER), 404, "no contact of sip:alice@im.example.org was there by this source");
    }

    @Test
    void whatWasRegisteredOtherwiseStaysUnlessItsSourceIsNamed() throws IOException, InterruptedException {
        Aor bob = Aor.parse("sip:bob@example.org");
        BindingRequest request = new BindingRequest(
                "sip:bob@192.0.2.1",
                OptionalInt.empty(),
                OptionalInt.empty(),
                new Outbound("<urn:1>", 2, List.of("sip:p"), ""));
        server.bed.change(
                bob,
                transaction -> server.bed.registrations.register(
                        new RegisterCommand(
                                bob,
                                new Contacts.Update(List.of(request)),
                                OptionalInt.empty(),
                                new Claim(BindingSource.REGISTER, "call", 3, "phone")),
                        transaction.registrations(),
                        transaction.now()));
        String path = "/api/v1/registrations/sip%3Abob%40example.org";
        assertThat(json(server.put(path, "{\"contacts\":[]}")).path("pdomain").asText())
                .isEqualTo("registrar");
        assertProblem(server.delete(path), 404, "no contact");
        assertThat(json(server.get(path)).at("/contacts/0"))
                .isEqualTo(Json.MAPPER.readTree("""
                {"contact":"sip:bob@192.0.2.1","registered":"%s","expires":"%s","source":"register","user_agent":"phone",
                 "flow":{"call_id":"call","cseq":3,"instance":"<urn:1>","reg_id":2,"path":["sip:p"]}}""".formatted(Fixtures.NOON, Fixtures.NOON.plusSeconds(3600))));
        assertThat(server.delete(path + "?source=register").statusCode()).isEqualTo(204);
        assertProblem(server.get(path), 404, "nobody");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                        | contacts is missing
            {"contacts":[null]}                                       | contact must be a URI
            {"contacts":[{"contact":"no uri"}]}                       | contact must be a URI
            {"contacts":[{"contact":"sip:a@@b"}]}                     | contact must be a URI
            {"contacts":[{"contact":"sip:a@b","q":1.5}]}              | q must be a number from 0 to 1
            {"contacts":[{"contact":"sip:a@b","expires":0}]}          | expires must be
            {"contacts":[{"contact":"sip:a@b"},{"contact":"sip:a@b"}]} | The same contact twice
            """)
    void badContactsAreRefused(String body, String detail) throws IOException, InterruptedException {
        assertProblem(server.put(SIP, body), 400, detail);
    }

    @Test
    void tooManyContactsAndBadNamesAreRefused() throws IOException, InterruptedException {
        String many = "{\"contact\":\"sip:a@b\"},".repeat(20) + "{\"contact\":\"sip:a@c\"}";
        assertProblem(server.put(SIP, "{\"contacts\":[" + many + "]}"), 400, "Too many contacts");
        assertProblem(server.delete(SIP + "?source=me"), 400, "source is none of");
        assertProblem(server.get("/api/v1/registrations/alice"), 400, "the URI in the path");
        assertProblem(server.get("/api/v1/registrations/sip:" + "a".repeat(300) + "@b"), 400, "too long");
    }
}
