package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.presentity.DocumentKey;

/** XCAP URIs. */
final class XcapUriReaderTest {

    private final ApplicationUsages usages = new ApplicationUsages();
    private final XcapUriReader targets = new XcapUriReader(usages, Set.of("example.org"), false);

    private String key(String path) {
        return targets.read(path, "").map(target -> target.key().toString()).orElse("nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.org",
                "sip%3Aalice%40example.org",
                "SIP:alice@EXAMPLE.org",
                "alice@example.org",
                "pres:alice@example.org",
                "sip:%61lice@example.org;transport=tcp"
            })
    void aUserHasSeveralNames(String xui) {
        assertThat(key("pres-rules/users/" + xui + "/index")).isEqualTo("pres-rules/users/sip:alice@example.org/index");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pres-rules",
                "pres-rules/users/sip:alice@example.org",
                "pres-rules/users/sip:alice@example.org/",
                "pres-rules/users/sip:alice@example.org/a//b",
                "pres-rules/users/sip:alice@example.org/../b",
                "pres-rules/users/sip:alice@example.org/%2e%2e",
                "pres-rules/users/sip:alice@example.org/a%2Fb",
                "pres-rules/users/sip:alice@example.org/a%00",
                "pres-rules/users/sip:alice@other.org/index",
                "pres-rules/users/sip:example.org/index",
                "pres-rules/users/alice/index",
                "pres-rules/users/@/index",
                "pres-rules/anyone/sip:alice@example.org/index",
                "unknown/users/sip:alice@example.org/index",
            })
    void whereNothingCanBeNothingIsFound(String path) {
        assertThat(key(path)).isEqualTo("nothing");
    }

    @Test
    void documentsMayStandInDirectoriesAndInTheGlobalTree() {
        assertThat(key("resource-lists/users/alice@example.org/a/b%20c"))
                .isEqualTo("resource-lists/users/sip:alice@example.org/a/b c");
        assertThat(key("xcap-caps/global/index")).isEqualTo("xcap-caps/global/index");
        assertThat(targets.read("xcap-caps/global/index", "")
                        .orElseThrow()
                        .key()
                        .owner())
                .isEqualTo(DocumentKey.GLOBAL);
        assertThat(key("pres-rules/global/" + "x".repeat(201))).isEqualTo("nothing");
    }

    @Test
    void aBareNameIsAUserOfTheOnlyDomainIfTheSettingsSaySo() {
        XcapUriReader byUser = new XcapUriReader(usages, Set.of("example.org"), true);
        assertThat(byUser.read("pres-rules/users/alice/index", "")
                        .orElseThrow()
                        .key()
                        .owner()
                        .uri())
                .isEqualTo("sip:alice@example.org");
        XcapUriReader twoDomains = new XcapUriReader(usages, Set.of("example.org", "example.com"), true);
        assertThat(twoDomains.read("pres-rules/users/alice/index", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~~", "%7E%7E", "%7e~"})
    void theSeparatorMayBeEscaped(String separator) {
        XcapTarget target = targets.read(
                        "resource-lists/users/alice@example.org/index/" + separator
                                + "/resource-lists/list%5b@name=%22a/b%22%5d/@name",
                        "")
                .orElseThrow();
        assertThat(target.key().path()).isEqualTo("index");
        assertThat(target.node().orElseThrow().steps()).hasSize(2);
        assertThat(target.path()).isEqualTo("/xcap/resource-lists/users/sip:alice@example.org/index");
    }

    /** 2,000 characters ended in a StackOverflowError. */
    @ParameterizedTest
    @ValueSource(strings = {"b", "^(", "%20b", "b^)"})
    void aLongBindingIsRead(String part) {
        String query = "xmlns(cr=urn:ietf:params:xml:ns:common-policy)xmlns(b=" + part.repeat(50_000) + ')';
        String path = "pres-rules/users/alice@example.org/index/~~/cr:ruleset";
        assertThat(targets.read(path, query)).isPresent();
        assertThatThrownBy(() -> targets.read(path, query.substring(0, query.length() - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theQueryBindsPrefixes() {
        String path = "pres-rules/users/alice@example.org/index/~~/cr:ruleset";
        XcapTarget target = targets.read(path, "xmlns(cr=urn:ietf:params:xml:ns:common-policy)xmlns(%78=urn:a^(b^))")
                .orElseThrow();
        assertThat(target.node().orElseThrow().last().name().orElseThrow().getNamespaceURI())
                .isEqualTo(ApplicationUsages.COMMON_POLICY);
        assertThatThrownBy(() -> targets.read(path, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> targets.read(path, "xmlns(cr=urn:a)nonsense"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"a%2/users/b@example.org/c", "a%zz/users/b@example.org/c", "a/users/%ff@example.org/c"})
    void aBrokenEscapeIsNoUri(String path) {
        assertThatThrownBy(() -> targets.read(path, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
