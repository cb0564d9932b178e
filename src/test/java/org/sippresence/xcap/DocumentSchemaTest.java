package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.testkit.Resources;

/** The schemas of RFC 4745, RFC 5025 and RFC 4826, OMA's and SER's. */
final class DocumentSchemaTest {

    private static final String RULES = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'"
            + " xmlns:pr='urn:ietf:params:xml:ns:pres-rules' xmlns:ocp='urn:oma:xml:xdm:common-policy'"
            + " xmlns:op='urn:oma:xml:prs:pres-rules' xmlns:im='urn:iptel:xml:ns:im-rules' xmlns:x='urn:x'>";

    private static void check(String document) throws ConflictException {
        DocumentSchema.check(XmlText.parse(document));
    }

    private static String rules(String conditions, String actions, String transformations) {
        return RULES + "<rule id='a'><conditions>" + conditions + "</conditions><actions>" + actions
                + "</actions><transformations>" + transformations + "</transformations></rule></ruleset>";
    }

    private static void assertRefused(String document, String words) {
        assertThatThrownBy(() -> check(document)).isInstanceOfSatisfying(ConflictException.class, e -> {
            assertThat(e.conflict().element()).isEqualTo("schema-validation-error");
            assertThat(e.conflict().phrase()).contains(words).doesNotContain("cvc-");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <pr:sub-handling>maybe</pr:sub-handling> | sub-handling in line 1: Value 'maybe'
            <pr:sub-handling/> | sub-handling
            <pr:sub-handling>Allow</pr:sub-handling> | 'Allow'
            <pr:sub-handling level='1'>allow</pr:sub-handling> | sub-handling
            <pr:sub-handling><x:a/></pr:sub-handling> | sub-handling
            <sub-handling>allow</sub-handling> | sub-handling
            <im:im-handling>polite-block</im:im-handling> | im-handling
            allow | actions
            """)
    void actionsAreOfTheirTypes(String actions, String words) {
        assertRefused(rules("", actions, ""), words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<pr:provide-mood>yes</pr:provide-mood>",
                "<pr:provide-mood/>",
                "<pr:provide-mood a='b'>true</pr:provide-mood>",
                "<pr:provide-user-input>some</pr:provide-user-input>",
                "<pr:provide-services><pr:all-services>x</pr:all-services></pr:provide-services>",
                "<pr:provide-services><pr:all-services/><pr:class>a</pr:class></pr:provide-services>",
                "<pr:provide-services><pr:all-persons/></pr:provide-services>",
                "<pr:provide-services><pr:service-uri>http://a/%zz</pr:service-uri></pr:provide-services>",
                "<pr:provide-devices><pr:service-uri>sip:a@b</pr:service-uri></pr:provide-devices>",
                "<pr:provide-persons all='1'/>",
                "<pr:provide-unknown-attribute name='a'>true</pr:provide-unknown-attribute>",
                "<pr:provide-unknown-attribute ns='a' name='b'>maybe</pr:provide-unknown-attribute>",
                "<pr:provide-all-attributes>true</pr:provide-all-attributes>",
                "<op:provide-willingness>maybe</op:provide-willingness>",
                "<op:provide-geopriv>true</op:provide-geopriv>",
            })
    void transformationsAreOfTheirTypes(String transformations) {
        assertRefused(rules("", "", transformations), "line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<identity><one/></identity>",
                "<identity><one id='sip:a@b' name='c'/></identity>",
                "<identity><one id='sip:a@b%'/></identity>",
                "<identity><two/></identity>",
                "<identity><many><one id='a'/></many></identity>",
                "<identity kind='x'/>",
                "<validity/>",
                "<validity><from>2026-01-01T00:00:00Z</from></validity>",
                "<validity><until>2026-01-01T00:00:00Z</until><from>2026-01-01T00:00:00Z</from></validity>",
                "<validity><from>yesterday</from><until>2026-01-01T00:00:00Z</until></validity>",
                "<validity><from>2026-01-01</from><until>2026-01-02</until></validity>",
                "<sphere value='a' name='b'/>",
                "<weekday/>",
                "<ocp:external-list><ocp:entry/></ocp:external-list>",
                "<ocp:other-identity>x</ocp:other-identity>",
                "somebody",
            })
    void conditionsAreOfTheirTypes(String conditions) {
        assertRefused(rules(conditions, "", ""), "line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rule/>",
                "<rule id='1 a'/>",
                "<rule id='a'/><rule id='a'/>",
                "<rule id='a' class='b'/>",
                "<other/>",
                "<x:rule/>",
                "<rule id='a'><actions/><conditions/></rule>",
                "<rule id='a'><actions/><actions/></rule>",
                "<rule id='a'><x:y/></rule>",
            })
    void rulesHaveTheirFrame(String content) {
        assertRefused(RULES + content + "</ruleset>", "line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc5025-example.xml", "oma-rules.xml", "seed-presence-rules.xml", "seed-im-rules.xml"})
    void theExamplesAreValid(String resource) throws ConflictException {
        check(new String(Resources.read("/authorization/" + resource), StandardCharsets.UTF_8));
    }

    @Test
    void extensionsOfOtherNamespacesAndTheDraftsAreValid() throws ConflictException {
        check(rules(
                "<identity/><identity><one id='sip:a@b'><x:a b='c'/></one><many domain='a'><except id='sip:a@b'/>"
                        + "<x:b/></many><x:c/><id>sip:a@b</id><domain domain='a'/><domain>b</domain>"
                        + "<except entity='a'/></identity><sphere value='work'/><sphere>home</sphere><anonymous/>"
                        + "<validity><from>2026-01-01T00:00:00Z</from><until>2026-01-02T24:00:00</until>"
                        + "<from>2027-01-01T00:00:00.5+01:00</from><until>2027-01-02T00:00:00Z</until></validity>"
                        + "<x:weekday day='1'>any<x:z/></x:weekday><ocp:other-identity/>",
                "<pr:sub-handling> polite-block </pr:sub-handling><x:a/>",
                "<pr:provide-services><x:a/><op:service-id>a</op:service-id></pr:provide-services>"
                        + "<pr:provide-mood> 1 </pr:provide-mood><op:provide-geopriv>full</op:provide-geopriv>"));
        check(RULES + "<rule id='a'><!-- c --><conditions/><actions/><transformations/></rule>"
                + "<rule id='b'><transformations/></rule></ruleset>");
        check("<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'"
                + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                + " xsi:schemaLocation='urn:ietf:params:xml:ns:common-policy file:///etc/passwd'/>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<list nick='a'/>",
                "<list><entry uri='sip:a@b' mood='good'/></list>",
                "<list><entry uri='sip:a@b%g'/></list>",
                "<list><entry uri='sip:a@b'/><x:y/><entry uri='sip:c@b'/></list>",
                "<list><display-name/><display-name/></list>",
                "<list><entry uri='sip:a@b'><x:y/><display-name/></entry></list>",
                "<list><display-name xml:lang='not a language'/></list>",
                "<list><display-name lang='en'/></list>",
                "<list>bob</list>",
                "<entry uri='sip:a@b'/>",
                "<x:list/>",
            })
    void resourceListsAreThoseOfRfc4826(String content) {
        assertRefused(
                "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists' xmlns:x='urn:x'>" + content
                        + "</resource-lists>",
                "line 1");
    }

    @Test
    void listsMayBeExtendedWhereTheRfcAllowsIt() throws ConflictException {
        check("<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists' xmlns:x='urn:x'>"
                + "<list name='a' x:b='c'><display-name xml:lang='en-GB'>A</display-name><list/><entry uri='sip:a@b'"
                + " x:b='c'><display-name xml:lang=''/><x:y/></entry><entry-ref ref='a/b'/>"
                + "<external anchor='http://a/b%5b@c=%22d%22%5d'/><x:y><x:z/></x:y></list></resource-lists>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<service uri='sip:s@b'/>",
                "<service><list/></service>",
                "<service uri='sip:s@b' kind='x'><list/></service>",
                "<service uri='sip:s@b'><list/><resource-list>http://a</resource-list></service>",
                "<service uri='sip:s@b'>sip:a@b<list/></service>",
                "<service uri='sip:s@b'><list/><packages><package><list/></package></packages></service>",
                "<service uri='sip:s@b'><list/><packages/><packages/></service>",
                "<service uri='sip:s@b'><packages/><list/></service>",
            })
    void servicesAreThoseOfRfc4826(String content) {
        assertRefused(
                "<rls-services xmlns='urn:ietf:params:xml:ns:rls-services'>" + content + "</rls-services>", "line 1");
    }

    @Test
    void aListInAServiceHoldsElementsOfResourceLists() throws ConflictException {
        String services = "<rls-services xmlns='urn:ietf:params:xml:ns:rls-services'"
                + " xmlns:rl='urn:ietf:params:xml:ns:resource-lists'><service uri='sip:s@b'><list name='a'>"
                + "<rl:entry uri='sip:joe@b'/></list><packages><package>presence</package></packages></service>"
                + "<service uri='sip:t@b'><resource-list>http://a/b</resource-list></service></rls-services>";
        check(services);
        assertRefused(services.replace("rl:entry uri", "rl:entry url"), "entry in line 1");
    }

    @Test
    void thePhraseNamesTheLineAndIsShortAndInEnglish() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.JAPANESE);
        try {
            String document = rules("", "\n\n<pr:sub-handling>" + "x".repeat(5000) + "</pr:sub-handling>", "");
            assertThatThrownBy(() -> check(document))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            e -> assertThat(e.conflict().phrase())
                                    .startsWith("pr:sub-handling in line 3: Value 'xxx")
                                    .hasSizeLessThan(400));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aTypeThatADocumentNamesDoesNotWidenTheSchema() {
        String named =
                " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xs='http://www.w3.org/2001/XMLSchema'"
                        + " xsi:type='xs:string'";
        assertRefused(rules("", "<pr:sub-handling" + named + ">maybe</pr:sub-handling>", ""), "sub-handling");
    }
}
