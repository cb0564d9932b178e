package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xcap.ApplicationUsage.Candidate;

/** What the documents of each application usage must be. */
final class ApplicationUsagesTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");

    private final ApplicationUsages usages = new ApplicationUsages(
            presence -> Optional.of("unreadable").filter(new String(presence, StandardCharsets.UTF_8)::contains),
            (owner, list) -> true);

    private String check(String auid, String document, StoredDocument... others) throws ConflictException {
        return check(usages, auid, document, others);
    }

    private static String check(ApplicationUsages usages, String auid, String document, StoredDocument... others)
            throws ConflictException {
        try {
            usages.find(auid)
                    .orElseThrow()
                    .validity()
                    .check(new Candidate(
                            new DocumentKey(auid, ALICE, "index"), XmlText.parse(document), List.of(others)));
            return "good";
        } catch (ConflictException e) {
            return e.conflict().element();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <rule id='a'/> | good
            <rule id='a'><conditions/><actions/><transformations/></rule><rule id='b'><actions/></rule> | good
            <rule/> | schema-validation-error
            <rule id='1 a'/> | schema-validation-error
            <rule id='a'/><rule id='a'/> | schema-validation-error
            <other/> | schema-validation-error
            <rule id='a'><actions/><conditions/></rule> | schema-validation-error
            <rule id='a'><actions/><actions/></rule> | schema-validation-error
            <rule id='a'><x:y xmlns:x='urn:x'/></rule> | schema-validation-error
            <rule id='a'><conditions><o:media-list xmlns:o='urn:oma:xml:xdm:common-policy'/></conditions></rule> \
            | constraint-failure
            """)
    void rulesHaveTheFrameOfRfc4745AndAReader(String content, String expected) throws ConflictException {
        String document = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'>" + content + "</ruleset>";
        assertThat(check("pres-rules", document)).isEqualTo(expected);
        assertThat(check("org.openmobilealliance.pres-rules", document)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://xcap.example.org/resource-lists/users/sip:alice@example.org/index, good",
        "/resource-lists/users/alice@example.org/index/~~/resource-lists/list%5b@name=%22a b%22%5d, good",
        "http://xcap.example.net/lists/friends, constraint-failure",
        "resource-lists/users/sip:bob@example.org/index, constraint-failure",
        "resource-lists/users/sip:alice@example.net/index, constraint-failure",
        "resource-lists/global/index, constraint-failure",
        "resource-lists/users/sip:alice@example.org, constraint-failure",
        "'', good",
    })
    void aRuleNamesTheOwnersListsOnly(String list, String expected) throws ConflictException {
        XcapUriReader targets = new XcapUriReader(usages, Set.of("example.org"), false);
        ApplicationUsages knowing = new ApplicationUsages(
                presence -> Optional.empty(),
                (owner, each) -> targets.ownList(each, owner).isPresent());
        String document = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'><rule id='a'><conditions>"
                + "<o:external-list xmlns:o='urn:oma:xml:xdm:common-policy'><o:entry anc='"
                + list.replace("\"", "&quot;") + "'/></o:external-list></conditions><actions><i:im-handling"
                + " xmlns:i='urn:iptel:xml:ns:im-rules'>block</i:im-handling></actions></rule></ruleset>";
        assertThat(check(knowing, "pres-rules", document)).isEqualTo(expected);
        assertThat(check(knowing, "org.openmobilealliance.pres-rules", document))
                .isEqualTo(expected);
        assertThat(check(knowing, "im-rules", document)).isEqualTo(expected);
    }

    @Test
    void theReaderOfADocumentMustAcceptIt() throws ConflictException {
        String rules = IntStream.rangeClosed(0, 5_000)
                .mapToObj(i -> "<rule id='r" + i + "'/>")
                .collect(
                        Collectors.joining("", "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'>", "</ruleset>"));
        assertThat(check("pres-rules", rules)).isEqualTo("schema-validation-error");
        assertThat(check("im-rules", rules)).isEqualTo("schema-validation-error");
        assertThat(check("pidf-manipulation", "<presence xmlns='urn:ietf:params:xml:ns:pidf'>unreadable</presence>"))
                .isEqualTo("schema-validation-error");
    }

    @Test
    void theRootMustBeThatOfTheUsage() throws ConflictException {
        assertThat(check("pres-rules", "<ruleset/>")).isEqualTo("schema-validation-error");
        assertThat(check("resource-lists", "<resource-lists/>")).isEqualTo("schema-validation-error");
        assertThat(check("rls-services", "<rls-services/>")).isEqualTo("schema-validation-error");
        assertThat(check("pidf-manipulation", "<presence/>")).isEqualTo("schema-validation-error");
        assertThat(check("pidf-manipulation", "<presence xmlns='urn:ietf:params:xml:ns:pidf'/>"))
                .isEqualTo("good");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <list name='a'/><list name='b'/><list/><list/> | good
            <list><display-name>A</display-name><entry uri='sip:a@b'><display-name/></entry></list> | good
            <list><entry uri='sip:a@b'/><list><entry uri='sip:a@b'/></list></list> | good
            <list><entry-ref ref='resource-lists/users/x/index'/><external anchor='http://a/b'/></list> | good
            <list><x:y xmlns:x='urn:x'/></list> | good
            <entry uri='sip:a@b'/> | schema-validation-error
            <list><entry/></list> | schema-validation-error
            <list><entry-ref/></list> | schema-validation-error
            <list><other/></list> | schema-validation-error
            <list><entry uri='sip:a@b'/><display-name/></list> | schema-validation-error
            <list><entry uri='sip:a@b'><list/></entry></list> | schema-validation-error
            <list><entry uri='alice'/></list> | constraint-failure
            <list><entry-ref ref='/a/b'/></list> | constraint-failure
            <list><entry-ref ref='http://a/b'/></list> | constraint-failure
            <list><external anchor='a/b'/></list> | constraint-failure
            <list><external/></list> | constraint-failure
            <list name='a'/><list name='a'/> | uniqueness-failure
            <list><list name='a'/><list name='a'/></list> | uniqueness-failure
            <list><entry uri='sip:a@b'/><entry uri='SIP:a@B'/></list> | uniqueness-failure
            <list><entry-ref ref='a'/><entry-ref ref='a'/></list> | uniqueness-failure
            <list><external anchor='http://a'/><external anchor='http://a'/></list> | uniqueness-failure
            """)
    void resourceListsAreThoseOfRfc4826(String content, String expected) throws ConflictException {
        String document =
                "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'>" + content + "</resource-lists>";
        assertThat(check("resource-lists", document)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <service uri='sip:s@b'><resource-list>http://a/b</resource-list></service> | good
            <service uri='sip:s@b'><list/><packages><package>presence</package></packages></service> | good
            <service uri='sip:s@b'/> | schema-validation-error
            <service><list/></service> | schema-validation-error
            <list/> | schema-validation-error
            <service uri='sip:s@b'><packages/><list/></service> | schema-validation-error
            <service uri='sip:s@b'><list/><packages><other/></packages></service> | schema-validation-error
            <service uri='sip:s@b'><list/><list/></service> | schema-validation-error
            <service uri='s'><list/></service> | constraint-failure
            <service uri='sip:s@b'><resource-list>a/b</resource-list></service> | constraint-failure
            <service uri='sip:s@b'><list/></service><service uri='sip:s@B'><list/></service> | uniqueness-failure
            <service uri='sip:taken@b'><list/></service> | uniqueness-failure
            """)
    void servicesAreThoseOfRfc4826(String content, String expected) throws ConflictException {
        StoredDocument other = new StoredDocument(
                new DocumentKey("rls-services", ALICE, "other"),
                new EntityTag("1"),
                Body.of(usages.find("rls-services").orElseThrow().type(), services("<service uri='sip:taken@b'/>")),
                Instant.EPOCH);
        assertThat(check("rls-services", services(content), other)).isEqualTo(expected);
    }

    private static String services(String content) {
        return "<rls-services xmlns='urn:ietf:params:xml:ns:rls-services'>" + content + "</rls-services>";
    }

    @Test
    void aValueThatIsFreeIsProposed() {
        assertThat(Conflict.notUnique("a[@b=\"c\"]/@b", "d<").body().text())
                .contains("<uniqueness-failure phrase=")
                .contains("<exists field=\"a[@b=&quot;c&quot;]/@b\"><alt-value>d&lt;</alt-value></exists>");
        assertThat(ResourceLists.free("sip:a@b", java.util.Set.of("sip:a@b", "sip:a-2@b")))
                .isEqualTo("sip:a-3@b");
    }
}
