package org.sippresence.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.testkit.SipRequests;

final class PrivacyTest {

    @ParameterizedTest
    @CsvSource({
        "id, true, true",
        "ID;critical, true, true",
        "user;id, true, true",
        "header ; id, true, true",
        "'none, id', true, true",
        "id;, true, true",
        "user, false, true",
        "header;session, false, false",
        "none, false, false",
        "identity, false, false",
        "x-id;idx, false, false",
        "'', false, false",
    })
    void theValuesSayWhatIsWithheld(String value, boolean identity, boolean name) {
        SIPRequest request = SipRequests.message("192.0.2.1", "Privacy: " + value);
        assertThat(Privacy.hidesIdentity(request)).isEqualTo(identity);
        assertThat(Privacy.hidesName(request)).isEqualTo(name);
    }

    @Test
    void withoutTheHeaderNothingIsWithheld() {
        SIPRequest request = SipRequests.message("192.0.2.1");
        assertThat(Privacy.hidesIdentity(request)).isFalse();
        assertThat(Privacy.hidesName(request)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"id;critical;x-new", "id", "x-new"})
    void theValuesArePassedOnInTheirOrder(String value) {
        SIPRequest copy = (SIPRequest)
                SipRequests.message("192.0.2.1", "Privacy: " + value).clone();
        Privacy.separateBySemicolons(copy);
        assertThat(copy.encode()).containsOnlyOnce("Privacy: " + value + "\r\n");
    }
}
