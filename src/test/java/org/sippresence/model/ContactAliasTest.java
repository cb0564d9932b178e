package org.sippresence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContactAliasTest {

    @ParameterizedTest
    @CsvSource({
        "sip:bob@10.0.0.9:5062;alias=192.0.2.1~5070~1, sip:192.0.2.1:5070, sip:bob@10.0.0.9:5062",
        "sip:10.0.0.9;alias=192.0.2.1~1024~2;ob, sip:192.0.2.1:1024;transport=tcp, sip:10.0.0.9;ob",
        "sip:bob@h;x=1;ALIAS=192.0.2.1~65535~3?a=b, sip:192.0.2.1:65535;transport=tls, sip:bob@h;x=1?a=b",
        "sips:bob@h;alias=192.0.2.1~5061~3, sip:192.0.2.1:5061;transport=tls, sips:bob@h",
        "sip:bob@[fd00::9];alias=[2001:DB8:0:0::1]~5060~1, sip:[2001:db8::1]:5060, sip:bob@[fd00::9]",
        "sip:bob;alias=1~2~3@h;alias=192.0.2.1~5060~1, sip:192.0.2.1:5060, sip:bob;alias=1~2~3@h",
    })
    void itNamesTheNextHopAndIsNoPartOfTheRequestUri(String contact, String nextHop, String requestUri) {
        assertThat(ContactAlias.nextHop(contact)).contains(nextHop);
        RemoteTarget target = RemoteTarget.atAlias(contact);
        assertThat(target.uri()).isEqualTo(contact);
        assertThat(target.destination()).isEqualTo(nextHop);
        assertThat(target.requestUri()).isEqualTo(requestUri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@192.0.2.9",
                "sip:bob;alias=192.0.2.1~5060~1@192.0.2.9",
                "sip:bob@192.0.2.9;aliases=192.0.2.1~5060~1",
                "sip:bob@192.0.2.9;ob?alias=192.0.2.1~5060~1",
            })
    void whatIsNoSuchParameterIsNone(String contact) {
        assertThat(ContactAlias.nextHop(contact)).isEmpty();
        assertThat(RemoteTarget.atAlias(contact)).isEqualTo(RemoteTarget.at(contact));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "=192.0.2.1",
                "=192.0.2.1~5060",
                "=192.0.2.1~5060~",
                "=192.0.2.1~5060~1~",
                "=192.0.2.1~5060~11",
                "=192.0.2.1~5060~a",
                "=192.0.2.1~0~1",
                "=192.0.2.1~65536~1",
                "=192.0.2.1~~1",
                "=192.0.2.256~5060~1",
                "=edge.example.org~5060~1",
                "=2001:db8::1~5060~1",
                "=[2001:db8::1::]~5060~1",
                "=[2001:db8::1~5060~1",
                "=[fe80::1%25eth0]~5060~1",
            })
    void aMalformedOneIsRefused(String value) {
        assertThatThrownBy(() -> ContactAlias.nextHop("sip:bob@192.0.2.9;alias" + value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Bad alias in Contact");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@192.0.2.9;alias=192.0.2.1~5060~0",
                "sip:bob@192.0.2.9;alias=192.0.2.1~5060~4",
                "sip:bob@192.0.2.9;alias=192.0.2.1~5060~5",
                "sip:bob@192.0.2.9;alias=192.0.2.1~5060~6",
                "sips:bob@192.0.2.9;alias=192.0.2.1~5060~1",
            })
    void aTransportThatDoesNotFitIsRefused(String contact) {
        assertThatThrownBy(() -> ContactAlias.nextHop(contact))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unsupported transport of alias in Contact");
    }

    @Test
    void aTargetAtItsOwnUriKeepsTheParameter() {
        RemoteTarget target = RemoteTarget.at("sip:bob@192.0.2.9;alias=192.0.2.1~5060~1");
        assertThat(target.requestUri()).isEqualTo(target.uri());
        assertThat(target.destination()).isEqualTo(target.uri());
    }
}
