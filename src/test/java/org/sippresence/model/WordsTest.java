package org.sippresence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {

    @Test
    void mediaTypesAreReadWithoutParametersAndInLowerCase() {
        assertThat(MediaType.parse("Application/PIDF+xml; charset=\"UTF-8\"")).isEqualTo(MediaType.PIDF);
        assertThat(MediaType.parse(" application / pidf+xml ")).isEqualTo(MediaType.PIDF);
        assertThat(MediaType.PIDF).hasToString("application/pidf+xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "application", "application/", "/pidf", ";q=1", "a/b/c", "a b/c", "t\u00e9xt/plain"})
    void whatIsNoMediaTypeIsRefused(String text) {
        assertThatThrownBy(() -> MediaType.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeAcceptsItsTypes() {
        assertThat(MediaType.parse("*/*").accepts(MediaType.PIDF)).isTrue();
        assertThat(MediaType.parse("application/*").accepts(MediaType.PIDF)).isTrue();
        assertThat(MediaType.parse("text/*").accepts(MediaType.PIDF)).isFalse();
        assertThat(MediaType.PIDF.accepts(MediaType.PIDF)).isTrue();
        assertThat(MediaType.PIDF.accepts(MediaType.parse("application/xml"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "\"a\"", "a,b", "a\r\n", "\u00e9", "a@b"})
    void anEntityTagIsAToken(String text) {
        assertThatThrownBy(() -> new EntityTag(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEntityTagHasAtMostSixtyFourCharacters() {
        assertThat(new EntityTag("-.!%*_+`'~" + "a".repeat(54)).value()).hasSize(64);
        assertThatThrownBy(() -> new EntityTag("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEventKeepsTheCaseAndTheIdOfTheSubscriber() {
        assertThat(new EventId(EventName.PRESENCE, "").header()).isEqualTo("presence");
        assertThat(new EventId(new EventName("Presence.winfo"), "A7").header()).isEqualTo("Presence.winfo;id=A7");
        assertThat(new EventName("Presence")).isNotEqualTo(EventName.PRESENCE);
    }

    @Test
    void badEventsAreRefused() {
        for (String name : List.of("", "a b", "a;b", "a".repeat(65))) {
            assertThatThrownBy(() -> new EventName(name)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String id : List.of("a b", "a;b", "a".repeat(65))) {
            assertThatThrownBy(() -> new EventId(EventName.PRESENCE, id)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tagsAreDifferentTokensWithTheirPrefix() {
        RandomIdentifiers tags = new RandomIdentifiers("10");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String tag = tags.next();
            assertThat(tag).startsWith("10").hasSize(18);
            assertThat(new EntityTag(tag).value()).isEqualTo(tag);
            assertThat(seen.add(tag)).isTrue();
        }
    }

    @Test
    void theLongestPrefixStillMakesAnEntityTag() {
        assertThat(new EntityTag(new RandomIdentifiers("p".repeat(40)).next()).value())
                .startsWith("ppp");
        assertThatThrownBy(() -> new RandomIdentifiers("p".repeat(41))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RandomIdentifiers("a b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bodiesAreEqualByTypeAndBytes() {
        Body body = Body.of(MediaType.PIDF, "caf\u00e9");
        assertThat(body.length()).isEqualTo(5);
        assertThat(body.text()).isEqualTo("caf\u00e9");
        assertThat(body)
                .isEqualTo(Body.of(MediaType.PIDF, body.bytes().clone()))
                .hasSameHashCodeAs(Body.of(MediaType.PIDF, body.bytes().clone()))
                .isNotEqualTo(Body.of(MediaType.PIDF, "cafe"))
                .isNotEqualTo(Body.of(new MediaType("text", "plain"), "caf\u00e9"))
                .hasToString("application/pidf+xml[5 bytes]");
    }

    @Test
    void aRejectionIsNoSuccess() {
        assertThat(Rejection.of(423, "Interval Too Brief", "Min-Expires", "60").headers())
                .isEqualTo(Map.of("Min-Expires", "60"));
        assertThatThrownBy(() -> Rejection.of(200, "OK")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rejection.of(700, "?")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDialogKeepsItsRoutesWhenItIsRefreshed() {
        Dialog dialog = new Dialog(
                new DialogId("c", "l", "r"), "sip:a@b", "sip:c@d", "sip:c@1", List.of("sip:p;lr"), "sip:s", "udp", 1);
        Dialog refreshed = dialog.refreshed(RemoteTarget.at("sip:c@2"), dialog.flow(), 9);
        assertThat(refreshed.routeSet()).containsExactly("sip:p;lr");
        assertThat(refreshed.remoteTarget()).isEqualTo("sip:c@2");
        assertThat(refreshed.remoteCSeq()).isEqualTo(9);
        assertThat(refreshed.id()).isEqualTo(dialog.id());
    }

    @Test
    void anAliasIsTheNextHopUnlessThereIsARoute() {
        RemoteTarget target = RemoteTarget.atAlias("sip:c@1;alias=192.0.2.7~5070~2");
        Dialog direct = new Dialog(
                new DialogId("c", "l", "r"), "sip:a@b", "sip:c@d", target, List.of(), "sip:s", Flow.of("udp"), 1);
        assertThat(direct.nextHop()).isEqualTo("sip:192.0.2.7:5070;transport=tcp");
        assertThat(direct.requestUri()).isEqualTo("sip:c@1");
        Dialog routed = new Dialog(
                direct.id(), "sip:a@b", "sip:c@d", target, List.of("sip:edge;lr"), "sip:s", Flow.of("udp"), 1);
        assertThat(routed.nextHop()).isEqualTo("sip:edge;lr");
        assertThat(routed.requestUri()).as("the edge reads it itself").isEqualTo(target.uri());
    }

    @Test
    void aFlowIsTheNextHopUnlessThereIsARouteOrAnAlias() {
        Flow flow = new Flow("tcp", "192.0.2.9:5060", Optional.of(new InetSocketAddress("2001:db8::7", 40_213)), 3);
        RemoteTarget alias = RemoteTarget.atAlias("sip:c@10.0.0.1;alias=192.0.2.7~5070~2");
        Dialog direct = dialog(RemoteTarget.at("sip:c@10.0.0.1;alias=x"), List.of(), flow);
        assertThat(direct.nextHop()).isEqualTo("sip:[2001:db8:0:0:0:0:0:7]:40213;transport=tcp");
        assertThat(direct.requestUri()).isEqualTo("sip:c@10.0.0.1;alias=x");
        assertThat(direct.withoutFlow().nextHop()).isEqualTo("sip:c@10.0.0.1;alias=x");
        assertThat(dialog(alias, List.of(), flow).nextHop()).isEqualTo("sip:192.0.2.7:5070;transport=tcp");
        assertThat(dialog(alias, List.of("sip:edge;lr"), flow).nextHop()).isEqualTo("sip:edge;lr");
    }

    private static Dialog dialog(RemoteTarget target, List<String> routes, Flow flow) {
        return new Dialog(new DialogId("c", "l", "r"), "sip:a@b", "sip:c@d", target, routes, "sip:s", flow, 1);
    }
}
