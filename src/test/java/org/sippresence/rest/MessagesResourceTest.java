package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;
import static org.sippresence.rest.RestServer.json;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;

final class MessagesResourceTest {

    private static final String PATH = "/api/v1/authorizeMessage";
    private static final String RULES = """
            <cp:ruleset xmlns:cp="urn:ietf:params:xml:ns:common-policy" xmlns="urn:iptel:xml:ns:im-rules">
              <cp:rule id="enemies">
                <cp:conditions><cp:identity><cp:one id="sip:bob@example.org"/></cp:identity></cp:conditions>
                <cp:actions><im-handling>block</im-handling></cp:actions>
              </cp:rule>
            </cp:ruleset>""";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeAll
    static void prepare() {
        DocumentKey key = new DocumentKey("im-rules", RestFixtures.ALICE, "mine.xml");
        Body body = Body.of(new MediaType("application", "auth-policy+xml"), RULES);
        server.bed.change(
                RestFixtures.ALICE,
                transaction -> transaction
                        .documents()
                        .save(new StoredDocument(key, new EntityTag("1"), body, transaction.now())));
    }

    private static String query(String from, String filename) {
        return "{\"from\":\"" + from + "\",\"to\":\"sip:alice@example.org\"" + filename + "}";
    }

    @Test
    void whoIsBlockedIsToldByWhichRule() throws IOException, InterruptedException {
        assertThat(json(server.post(PATH, query("sip:bob@EXAMPLE.org", ",\"filename\":\"mine.xml\""))))
                .isEqualTo(Json.MAPPER.readTree("""
                {"allowed": false, "code": -1, "document": "im-rules/users/sip:alice@example.org/mine.xml",
                 "rule": "enemies", "why": "rule \\"enemies\\" says block"}"""));
    }

    @Test
    void withoutTheDocumentEverybodyIsAllowed() throws IOException, InterruptedException {
        assertThat(json(server.post(PATH, query("sip:bob@example.org", "")))).isEqualTo(Json.MAPPER.readTree("""
                {"allowed": true, "code": 1, "why": "the recipient has no such document"}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                                                | the body is missing
            {"to":"sip:a@b"}                                    | from is missing
            {"from":"sip:a@b"}                                  | to is missing
            {"from":"a","to":"sip:a@b"}                         | from is no SIP
            {"from":"sip:a@b","to":"sip:a@b","filename":"/etc"} | filename is not a document name
            {"from":"sip:a@b","to":"sip:a@b","file":"x"}        | unknown member
            """)
    void aBadBodyIsRefusedClearly(String body, String detail) throws IOException, InterruptedException {
        assertProblem(server.post(PATH, body), 400, detail);
    }
}
