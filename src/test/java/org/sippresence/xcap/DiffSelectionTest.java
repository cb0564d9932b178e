package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;

/** Lists of URIs in SUBSCRIBEs to xcap-diff. */
final class DiffSelectionTest {

    private static final String ROOT = "https://xcap.example.org/xcap/";
    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final DocumentKey INDEX = new DocumentKey("resource-lists", ALICE, "index");
    private static final DocumentKey DEEP = new DocumentKey("resource-lists", ALICE, "work/index");
    private static final DocumentKey RULES = new DocumentKey("pres-rules", ALICE, "index");

    private final XcapUriReader targets =
            new XcapUriReader(new ApplicationUsages(), Set.of("example.org", "example.net"), false);

    private DiffSelection read(String... uris) throws MalformedBodyException {
        StringBuilder entries = new StringBuilder();
        for (String each : uris) {
            entries.append("<entry uri=\"")
                    .append(each.replace("&", "&amp;").replace("\"", "&quot;"))
                    .append("\"><display-name>x</display-name></entry>");
        }
        return list("<list>" + entries + "</list>");
    }

    private DiffSelection list(String lists) throws MalformedBodyException {
        return body("<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'>" + lists + "</resource-lists>");
    }

    private DiffSelection body(String text) throws MalformedBodyException {
        return DiffSelection.read(Body.of(new MediaType("application", "resource-lists+xml"), text), targets, ROOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource-lists/users/sip:alice@example.org/index",
                "resource-lists/users/sip%3aalice%40example.org/index",
                "resource-lists/users/alice@example.org/index",
                "/xcap/resource-lists/users/sip:alice@example.org/index",
                ROOT + "resource-lists/users/sip:alice@example.org/index"
            })
    void aDocumentIsCalledAsTheSubscriberCallsIt(String uri) throws MalformedBodyException {
        DiffSelection selections = read(uri);
        assertThat(selections.document(INDEX)).contains(uri);
        assertThat(selections.document(DEEP)).isEmpty();
        assertThat(selections.concern(RULES)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "resource-lists/, true, true, false",
        "resource-lists/users/, true, true, false",
        "resource-lists/users/sip:alice@example.org/, true, true, false",
        "resource-lists/users/sip:alice@example.org/work/, false, true, false",
        "resource-lists/users/sip:bob@example.org/, false, false, false",
        "resource-lists/global/, false, false, false",
        "pres-rules/, false, false, true",
        "/xcap/, true, true, true",
        "nothing/, false, false, false",
    })
    void aCollectionHoldsWhatIsBelowIt(String uri, boolean index, boolean deep, boolean rules)
            throws MalformedBodyException {
        DiffSelection selections = read(uri);
        assertThat(selections.document(INDEX).isPresent()).isEqualTo(index);
        assertThat(selections.document(DEEP).isPresent()).isEqualTo(deep);
        assertThat(selections.document(RULES).isPresent()).isEqualTo(rules);
    }

    @Test
    void documentsOfCollectionsAreCalledByTheirPath() throws MalformedBodyException {
        assertThat(read("resource-lists/").document(INDEX))
                .contains("resource-lists/users/sip:alice@example.org/index");
    }

    @Test
    void elementsAndAttributesAreComponents() throws MalformedBodyException {
        String list = "resource-lists/users/sip:alice@example.org/index/~~/*/list%5b@name='a/b'%5d";
        String name = "resource-lists/users/sip:alice@example.org/index/~~/r:resource-lists/r:list/@name"
                + "?xmlns(r=urn:ietf:params:xml:ns:resource-lists)";
        DiffSelection selections = read(list, name, list);
        assertThat(selections.components(INDEX))
                .extracting(DiffSelection.Component::sel)
                .containsExactly(list, name);
        assertThat(selections.components(INDEX).get(0).target().node()).isPresent();
        assertThat(selections.document(INDEX)).isEmpty();
        assertThat(selections.concern(INDEX)).isTrue();
    }

    @Test
    void whatIsNotOursOrNotKnownIsPassedOver() throws MalformedBodyException {
        assertThat(read(
                                "",
                                "http://elsewhere.example.org/resource-lists/users/sip:alice@example.org/index",
                                "/other/resource-lists/users/sip:alice@example.org/index",
                                "tests/users/sip:alice@example.org/index",
                                "resource-lists/users/sip:alice@elsewhere.example.org/index",
                                "xcap-caps/global/index",
                                "org.openmobilealliance.xcap-directory/users/sip:alice@example.org/directory.xml",
                                "resource-lists/users/sip:alice@example.org/index/~~/resource-lists/namespace::*")
                        .concern(INDEX))
                .isFalse();
        assertThat(list("<list><list><entry uri='resource-lists/'/></list><entry-ref ref='x'/><external/></list>"
                                + "<other xmlns='urn:x'/>")
                        .concern(INDEX))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no xml",
                "<resource-lists/>",
                "<!DOCTYPE r [<!ENTITY e 'x'>]><resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'>&e;"
                        + "</resource-lists>",
                "<rls-services xmlns='urn:ietf:params:xml:ns:rls-services'/>"
            })
    void whatIsNoListIsRefused(String text) {
        assertThatThrownBy(() -> body(text)).isInstanceOf(MalformedBodyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource-lists/users/sip:alice@example.org/index/~~/resource-lists/list%5b1",
                "resource-lists/users/sip:alice@example.org/index/~~/x:list",
                "resource-lists/users/sip:alice%4/index"
            })
    void whatCanBeNoXcapUriIsRefused(String uri) {
        assertThatThrownBy(() -> read(uri)).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void listsAreBounded() {
        String[] many = new String[101];
        Arrays.fill(many, "resource-lists/");
        assertThatThrownBy(() -> read(many)).hasMessageContaining("100");
        assertThatThrownBy(() -> read("a".repeat(1025))).hasMessageContaining("1024");
    }

    @Test
    void withoutAListAllDocumentsAreMeant() {
        assertThat(DiffSelection.EVERYTHING.document(RULES))
                .isEqualTo(Optional.of("pres-rules/users/sip:alice@example.org/index"));
    }
}
