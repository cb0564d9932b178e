package org.sippresence.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparableUriTest {

    /** Most pairs are those of RFC 3261 section 19.1.4. */
    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp, true",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
        "sip:carol@chicago.com, sip:carol@chicago.com;security=on, true",
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com, sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com, true",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent, sip:alice@atlanta.com?priority=urgent&subject=project%20x, true",
        "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp, false",
        "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting, false",
        "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4, false",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off, false",
        "sip:bob:secret@biloxi.com, sip:bob@biloxi.com, false",
        "sip:bob@[2001:db8::1], sip:bob@[2001:DB8::1], true",
        "sip:bob@[2001:db8::1]:5060, sip:bob@[2001:db8::1], false",
        "sips:bob@biloxi.com, sip:bob@biloxi.com, false",
        "tel:+1-212-555-1234, tel:+12125551234, true",
        "tel:+12125551234;ext=1, tel:+12125551234, false",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6, URN:UUID:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6, true",
        "urn:device:a, urn:DEVICE:a, true",
        "urn:device:a, urn:device:A, false",
        "mailto:a@b.org, MAILTO:a@b.org, true",
        "mailto:a@b.org, mailto:A@b.org, false",
        "sip:, sip:a@b.org, false",
        "nothing, something, false"
    })
    void comparesUrisByTheirOwnRules(String one, String other, boolean equal) {
        ComparableUri first = ComparableUri.of(one);
        ComparableUri second = ComparableUri.of(other);

        assertThat(first.isEquivalentTo(second)).isEqualTo(equal);
        assertThat(second.isEquivalentTo(first)).isEqualTo(equal);
        assertThat(first.isEquivalentTo(first)).isTrue();
    }
}
