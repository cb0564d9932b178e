package org.sippresence.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.message.SIPRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Aor;
import org.sippresence.testkit.SipRequests;

final class AssertedIdentityTest {

    private static final String ASSERTED = "P-Asserted-Identity: ";
    private static final String PREFERRED = "P-Preferred-Identity: ";

    private static SIPRequest request(String... headers) {
        return SipRequests.message("192.0.2.1", headers);
    }

    private static void assertBad(SIPRequest request) {
        assertThatThrownBy(() -> AssertedIdentity.of(request))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("Bad P-Asserted-Identity header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<sip:bob@example.org>                               | sip:bob@example.org",
                "\"Bob, the builder\" <sip:bob@example.org>          | sip:bob@example.org",
                "sip:bob@example.org                                 | sip:bob@example.org",
                "<sips:%62ob@EXAMPLE.org:5061;transport=tls>         | sips:bob@example.org",
                "tel:+1-555-1234                                     | tel:+15551234",
                "<tel:+15551234>, <sip:bob@example.org>              | sip:bob@example.org",
                "<sip:bob@example.org>, tel:+15551234                | sip:bob@example.org",
                "<sip:bob@example.org>, <sip:mallory@example.org>    | sip:bob@example.org",
                "<sips:bob@example.org>, <sip:mallory@example.org>   | sips:bob@example.org",
                "<tel:+15551234>, <tel:+15559999>                    | tel:+15551234",
                "<http://example.org/>, <sip:bob@example.org>        | sip:bob@example.org",
            })
    void theIdentityIsTheFirstSipUriOrElseTheFirstTelUri(String value, String identity) throws Exception {
        assertThat(AssertedIdentity.of(request(ASSERTED + value))).contains(new Aor(identity));
    }

    @Test
    void severalHeadersAreOneList() throws Exception {
        SIPRequest request = request(ASSERTED + "<tel:+15551234>", ASSERTED + "<sip:bob@example.org>");
        assertThat(AssertedIdentity.of(request)).contains(new Aor("sip:bob@example.org"));
    }

    @Test
    void whoIsNotAssertedIsUnknown() throws Exception {
        assertThat(AssertedIdentity.of(request())).isEmpty();
        assertThat(AssertedIdentity.of(request(PREFERRED + "<sip:bob@example.org>")))
                .as("a preference asserts nothing")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<tel:+1-555-1234>, tel:+15551234",
        "<sip:bob@example.org>, sip:bob@example.org",
        "<sip:mallory@example.org>, sip:bob@example.org",
        "<tel:nonsense>, sip:bob@example.org",
    })
    void thePreferenceChoosesAmongTheAssertedIdentitiesOnly(String preferred, String identity) throws Exception {
        SIPRequest request = request(ASSERTED + "<sip:bob@example.org>, <tel:+15551234>", PREFERRED + preferred);
        assertThat(AssertedIdentity.of(request)).contains(new Aor(identity));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "<>",
                "<sip:>",
                "<sip:bob@>",
                "<sip:bob@example.org",
                "<http://example.org/>",
                "<mailto:bob@example.org>",
                "<tel:nonsense>",
                "<sip:bob@example.org>, <tel:nonsense>",
                "<sip:bob@example.org>,",
                "<sip:bob@example.org>, <<",
                "<sip:b%zz@example.org>",
            })
    void anAssertionThatNamesNobodyIsRefused(String value) {
        assertBad(request(ASSERTED + value));
    }

    @Test
    void aHugeAssertionIsRefused() {
        assertBad(request(ASSERTED + "<sip:" + "b".repeat(60_000) + "@example.org>"));
    }

    @Test
    void oneUnreadableHeaderSpoilsAReadableOne() {
        assertBad(request(ASSERTED + "<sip:bob@example.org>", ASSERTED + "<sip:bob@"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Identity: <sip:bob@example.org>",
                "p-asserted-identity : <sip:bob@example.org>",
                "P-ASSERTED-IDENTITY:\r\n <sip:bob@example.org>",
                "P-Asserted-Identity: <sip:bob@",
                "P-Asserted-Identity:",
                "P-Asserted-Identity : <sip:bob@",
                "P-Preferred-Identity: <sip:bob@example.org>",
                "P-Preferred-Identity: <sip:bob@",
                "P-Preferred-Identity: <sip:a@example.org>\r\nP-Preferred-Identity: <sip:b@example.org>",
            })
    void bothHeadersAreRemovedWhateverTheirForm(String headers) {
        SIPRequest request = request(headers, "Identity: x;info=<y>");
        AssertedIdentity.removeFrom(request);
        assertThat(request.encode()).doesNotContainIgnoringCase("p-asserted", "p-preferred", "bob@");
        assertThat(request.encode()).contains("Identity: x;info=<y>");
    }

    @Test
    void whatIsIgnoredIsNotKept() {
        SIPRequest request = request(
                ASSERTED + "<tel:+15551234>, \"Bob\" <sip:bob@example.org>, <sip:eve@example.org>",
                PREFERRED + "<tel:+15551234>");
        AssertedIdentity.keepUsable(request);
        assertThat(Headers.uris(request, "P-Asserted-Identity"))
                .containsExactly("tel:+15551234", "sip:bob@example.org");
        assertThat(request.encode()).contains("\"Bob\"").doesNotContain("Preferred", "eve");
    }

    @Test
    void anAssertionOfOursReplacesAllOthers() {
        SIPRequest request = request(ASSERTED + "<sip:eve@example.org>", ASSERTED + "<sip:eve@");
        AssertedIdentity.assertIn(request, new Aor("sip:bob@example.org"));
        assertThat(request.encode()).containsOnlyOnce("P-Asserted-Identity: <sip:bob@example.org>\r\n");
        assertThat(request.encode()).doesNotContain("eve");
    }
}
