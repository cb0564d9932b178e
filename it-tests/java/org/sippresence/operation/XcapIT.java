package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.AdminClient;

/** The XCAP server over HTTP in the real container: each status, and node selectors as clients send them. */
class XcapIT extends DeployedServerTest {

    private static final String POLICY = "application/auth-policy+xml";
    private static final String ELEMENT = "application/xcap-el+xml";
    private static final String RULES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ruleset xmlns="urn:ietf:params:xml:ns:common-policy" xmlns:pr="urn:ietf:params:xml:ns:pres-rules">
              <rule id="a"><actions><pr:sub-handling>allow</pr:sub-handling></actions></rule>
            </ruleset>
            """;
    private static final String RULE_B = "<rule id=\"b\"><actions/></rule>";
    private static final String BINDING = "?xmlns(c=urn:ietf:params:xml:ns:common-policy)";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("xcap_max_document=5000");
    }

    private HttpRequest.Builder to(String path) {
        return admin().to(path);
    }

    private HttpResponse<String> put(String path, String type, String body) {
        return admin().put(path, type, body);
    }

    private static String rules(String user) {
        return "/xcap/pres-rules/users/sip:" + user + "@example.org/index";
    }

    private static String rule(String user, String id) {
        return rules(user) + "/~~/c:ruleset/c:rule%5b@id=%22" + id + "%22%5d";
    }

    @Test
    void aDocumentLivesFromPutToDelete() {
        String path = rules("alice");
        assertThat(admin().get(path).statusCode()).isEqualTo(404);
        HttpResponse<String> created = put(path, POLICY, RULES);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String tag = created.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> read = admin().get("/xcap/pres-rules/users/sip%3aalice%40example.org/index");
        assertThat(read.body()).isEqualTo(RULES);
        assertThat(read.headers().firstValue("Content-Type")).hasValue(POLICY);
        assertThat(read.headers().firstValue("ETag")).hasValue(tag);
        assertThat(AdminClient.send(to(path).header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
        HttpResponse<String> head = AdminClient.send(to(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("ETag")).hasValue(tag);
        assertThat(put(path, POLICY, RULES).statusCode()).isEqualTo(200);
        assertThat(AdminClient.send(to(path).header("If-Match", "\"x\"").DELETE())
                        .statusCode())
                .isEqualTo(412);
        assertThat(AdminClient.send(to(path).header("If-Match", tag).DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(admin().get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void partsArePutReadAndRemoved() {
        put(rules("bob"), POLICY, RULES);
        String path = rule("bob", "b") + BINDING;
        assertThat(put(path, ELEMENT, RULE_B).statusCode()).isEqualTo(201);
        HttpResponse<String> element = admin().get(path);
        assertThat(element.body()).isEqualTo(RULE_B);
        assertThat(element.headers().firstValue("Content-Type")).hasValue(ELEMENT);
        assertThat(admin().get(rule("bob", "b") + "/@id" + BINDING).body()).isEqualTo("b");
        assertThat(admin().get(rule("bob", "b") + "/namespace::*" + BINDING).body())
                .isEqualTo("<rule xmlns=\"urn:ietf:params:xml:ns:common-policy\""
                        + " xmlns:pr=\"urn:ietf:params:xml:ns:pres-rules\"/>");
        assertThat(admin().delete(path).statusCode()).isEqualTo(200);
        assertThat(admin().get(path).statusCode()).isEqualTo(404);
        assertThat(admin().get(rules("bob")).body()).isEqualTo(RULES);
    }

    @Test
    void selectorsThatAreNotEscapedAreUnderstood() throws IOException {
        put(rules("carol"), POLICY, RULES);
        String path = rules("carol") + "/~~/c:ruleset/c:rule[@id=\"a\"]/@id" + BINDING;
        try (Socket socket =
                new Socket(server().http().getAddress(), server().http().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                    + Servers.ADMIN_TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("application/xcap-att+xml");
        }
    }

    @Test
    void conflictsSayWhy() {
        put(rules("dave"), POLICY, RULES);
        conflict(put(rules("dave"), POLICY, "<a>"), "not-well-formed");
        conflict(
                put(rules("dave"), POLICY, "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"),
                "not-well-formed");
        conflict(put(rules("dave"), POLICY, "<a/>"), "schema-validation-error");
        conflict(put(rules("dave"), POLICY, RULES.replace("allow", "maybe")), "schema-validation-error");
        conflict(put(rules("dave"), POLICY, RULES.replace("<rule ", "<rule kind=\"x\" ")), "schema-validation-error");
        conflict(
                put(
                        rule("dave", "a") + "/c:actions" + BINDING,
                        ELEMENT,
                        "<actions><pr:sub-handling>maybe</pr:sub-handling></actions>"),
                "schema-validation-error");
        conflict(
                put(
                        rule("dave", "b") + BINDING,
                        ELEMENT,
                        "<rule id=\"b\"><conditions><media-list xmlns=\"urn:oma:xml:xdm:common-policy\"/></conditions></rule>"),
                "constraint-failure");
        conflict(
                put(
                        "/xcap/resource-lists/users/sip:dave@example.org/index",
                        "application/resource-lists+xml",
                        "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'><list><entry uri='sip:a@b'"
                                + " mood='good'/></list></resource-lists>"),
                "schema-validation-error");
        conflict(
                put(
                        "/xcap/rls-services/users/sip:dave@example.org/index",
                        "application/rls-services+xml",
                        "<rls-services xmlns='urn:ietf:params:xml:ns:rls-services'><service uri='sip:a@b'><packages/>"
                                + "<list/></service></rls-services>"),
                "schema-validation-error");
        conflict(put(rules("dave"), POLICY, RULES.replace("UTF-8", "ISO-8859-1")), "not-utf-8");
        conflict(put(rule("dave", "b") + BINDING, ELEMENT, "<rule id=\"c\"/>"), "cannot-insert");
        conflict(put(rule("dave", "b") + BINDING, ELEMENT, "<rule id=\"b\">"), "not-xml-frag");
        conflict(put(rule("dave", "x") + "/c:actions" + BINDING, ELEMENT, "<actions/>"), "no-parent");
        conflict(admin().delete(rules("dave") + "/~~/c:ruleset" + BINDING), "cannot-delete");
        assertThat(admin().get(rules("dave")).body()).isEqualTo(RULES);
    }

    private static void conflict(HttpResponse<String> response, String element) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/xcap-error+xml");
        assertThat(response.body()).contains("<" + element + " phrase=");
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        assertThat(put(rules("erin"), "application/xml", RULES).statusCode()).isEqualTo(415);
        assertThat(put(rules("erin"), POLICY, RULES + " ".repeat(5000)).statusCode())
                .isEqualTo(413);
        assertThat(put("/xcap/xcap-caps/global/index", "application/xcap-caps+xml", "<a/>")
                        .statusCode())
                .isEqualTo(405);
        assertThat(AdminClient.send(to(rules("erin")).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
        assertThat(admin().get(rules("erin") + "/~~/c:ruleset").statusCode())
                .as("a prefix that is not bound")
                .isEqualTo(400);
        assertThat(admin().get("/xcap/unknown/users/sip:erin@example.org/index").statusCode())
                .isEqualTo(404);
        assertThat(admin().get("/xcap/pres-rules/users/sip:erin@other.org/index")
                        .statusCode())
                .isEqualTo(404);
        assertThat(admin().get("/xcap/").statusCode()).isEqualTo(404);
    }

    @Test
    void whoeverIsUnknownIsAskedForAName() {
        HttpResponse<String> none = AdminClient.send(admin().anonymous(rules("frank")));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().allValues("WWW-Authenticate")).isNotEmpty();
        HttpResponse<String> wrong =
                AdminClient.send(admin().anonymous(rules("frank")).header("Authorization", "Bearer wrong"));
        assertThat(wrong.statusCode()).isEqualTo(401);
    }

    @Test
    void theServerTellsWhatItKnows() {
        put(rules("grace"), POLICY, RULES);
        assertThat(admin().get("/xcap/xcap-caps/global/index").body()).contains("<auid>pres-rules</auid>");
        assertThat(admin().get("/xcap/org.openmobilealliance.xcap-directory/users/sip:grace@example.org/directory.xml")
                        .body())
                .contains("uri=\"" + rules("grace") + '"');
    }
}
