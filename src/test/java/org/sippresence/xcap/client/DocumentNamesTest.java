package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.attributes.UserAttribute;
import org.sippresence.model.Aor;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapSettings;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.UsernameMode;

final class DocumentNamesTest {

    private static final String SER_PATH = "{auid}/users/{xui}/{file}";

    private final MemoryUserAttributes attributes = new MemoryUserAttributes(10);

    private List<String> paths(String template, UsernameMode mode, String presentity) {
        Documents documents = new Documents(template, List.of("presence-rules.xml"), mode);
        URI root = URI.create("http://localhost/xcap-root");
        return new DocumentNames(root, documents, attributes)
                .of(Aor.parse(presentity)).stream()
                        .map(uri -> uri.toString().substring(root.toString().length() + 1))
                        .toList();
    }

    private void attribute(String uid, String name, String value) {
        attributes.save(new UserAttribute(new AttributeName(uid, name), value));
    }

    @Test
    void theExampleOfSerIsFound() {
        DocumentNames names = new DocumentNames(
                URI.create("http://localhost/xcap-root"),
                new Documents(SER_PATH, List.of("presence-rules.xml"), UsernameMode.UUID),
                attributes);
        assertThat(names.of(Aor.parse("sip:joe@iptel.org")))
                .containsExactly(URI.create("http://localhost/xcap-root/pres-rules/users/joe/presence-rules.xml"));
    }

    @Test
    void theExampleOfSerIsFoundWithNothingButTheRootSet() {
        XcapSettings settings =
                Settings.of(Map.of("xcap_root", "http://localhost/xcap-root")).xcap();
        DocumentNames names = new DocumentNames(settings.root().orElseThrow(), settings.documents(), attributes);
        assertThat(names.of(Aor.parse("sip:joe@iptel.org")))
                .containsExactly(URI.create("http://localhost/xcap-root/pres-rules/users/joe/presence-rules.xml"));
    }

    @Test
    void aListOfTheUserMayBeNamedByTheUriOrByTheUserPart() {
        DocumentNames names = new DocumentNames(
                URI.create("http://xcap"), Settings.of(Map.of()).xcap().documents(), attributes);
        List<String> lists = List.of(
                "http://other/resource-lists/users/joe/index",
                "http://other/resource-lists/users/sip:joe@iptel.org/index",
                "http://other/resource-lists/users/sip:joe@example.org/index",
                "http://other/resource-lists/users/jane/index");
        assertThat(names.lists(Aor.parse("sip:joe@iptel.org"), lists).keySet())
                .containsExactlyElementsOf(lists.subList(0, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {auid}/users/{xui}/{file} | URI  | sip:alice@example.org | pres-rules/users/sip:alice@example.org/presence-rules.xml
            {auid}/users/{xui}/{file} | URI  | sips:alice@example.org | pres-rules/users/sip:alice@example.org/presence-rules.xml
            {auid}/users/{xui}/{file} | URI  | tel:+1-555-1234       | pres-rules/users/tel:+15551234/presence-rules.xml
            {auid}/users/{xui}/{file} | USER | tel:+1-555-1234       | pres-rules/users/+15551234/presence-rules.xml
            {auid}/users/{xui}/{file} | USER | sip:alice@example.org | pres-rules/users/alice/presence-rules.xml
            {auid}/users/{xui}/index  | URI  | sip:alice@example.org | pres-rules/users/sip:alice@example.org/index
            org.openmobilealliance.pres-rules/users/{xui}/pres-rules | URI | sip:alice@example.org | org.openmobilealliance.pres-rules/users/sip:alice@example.org/pres-rules
            {domain}/{user}/{uid}     | URI  | sip:alice@example.org | example.org/alice/alice
            {auid}/users/{xui}/{file} | URI  | sip:a%20b@example.org | pres-rules/users/sip:a%2520b@example.org/presence-rules.xml
            {auid}/users/{xui}/{file} | URI  | sip:a/../b?c@example.org | pres-rules/users/sip:a%2F..%2Fb%3Fc@example.org/presence-rules.xml
            {auid}/users/{xui}/{file} | URI  | sip:\u00e9@example.org | pres-rules/users/sip:%25C3%25A9@example.org/presence-rules.xml
            """)
    void theTemplateIsFilledIn(String template, UsernameMode mode, String presentity, String path) {
        assertThat(paths(template, mode, presentity)).containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource({"sip:..@example.org", "sip:.@example.org", "sip:example.org"})
    void whoseNameWouldLeadElsewhereHasNoDocument(String presentity) {
        assertThat(paths(SER_PATH, UsernameMode.USER, presentity)).isEmpty();
    }

    @Test
    void theAttributeUuidNamesAUser() {
        attribute("alice@example.org", "uuid", "7f3e");
        assertThat(paths(SER_PATH, UsernameMode.UUID, "sip:alice@example.org"))
                .containsExactly("pres-rules/users/7f3e/presence-rules.xml");
        assertThat(paths("{uid}/{file}", UsernameMode.URI, "sip:alice@example.org"))
                .containsExactly("7f3e/presence-rules.xml");
        assertThat(paths(SER_PATH, UsernameMode.UUID, "sip:alice@example.com"))
                .containsExactly("pres-rules/users/alice/presence-rules.xml");
    }

    @Test
    void theMostExactNameOfTheUserCounts() {
        attribute("alice", "pres_rules_file", "c.xml");
        attribute("alice@example.org", "pres_rules_file", "b.xml");
        attribute("sip:alice@example.org", "pres_rules_file", "a.xml");
        assertThat(paths("{user}/{file}", UsernameMode.URI, "sip:alice@example.org"))
                .containsExactly("alice/a.xml");
        assertThat(paths("{user}/{file}", UsernameMode.URI, "sips:alice@example.org"))
                .containsExactly("alice/b.xml");
        assertThat(paths("{user}/{file}", UsernameMode.URI, "sip:alice@example.com"))
                .containsExactly("alice/c.xml");
    }

    @Test
    void aUserMayHaveSeveralDocuments() {
        attribute("alice", "pres_rules_file", " a.xml ,dir/b c.xml,, a.xml,../bob/c.xml");
        assertThat(paths("{user}/{file}", UsernameMode.URI, "sip:alice@example.org"))
                .containsExactly("alice/a.xml", "alice/dir/b%20c.xml");
    }

    @Test
    void aBlankAttributeCountsAsNone() {
        attribute("alice", "pres_rules_file", " ");
        assertThat(paths("{user}/{file}", UsernameMode.URI, "sip:alice@example.org"))
                .containsExactly("alice/presence-rules.xml");
    }

    @Test
    void aUserHasNoMoreThanThirtyTwoDocuments() {
        attribute(
                "alice",
                "pres_rules_file",
                IntStream.range(0, 40).mapToObj(i -> "d" + i).collect(Collectors.joining(",")));
        assertThat(paths("{user}/{file}", UsernameMode.URI, "sip:alice@example.org"))
                .hasSize(32);
    }
}
