package org.sippresence.events.winfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.w3c.dom.Element;

final class WatcherInfoDocumentTest {

    private static WatcherElement watching(String id, Aor watcher, String displayName) {
        return new WatcherElement(
                id,
                watcher,
                new Pending(),
                SubscriptionEvent.SUBSCRIBED,
                displayName,
                OptionalLong.of(60),
                OptionalLong.of(7));
    }

    private static String print(WatcherElement... watchers) {
        return new WatcherInfoDocument(0, true, alice(), EventName.PRESENCE, List.of(watchers))
                .print()
                .text();
    }

    @Test
    void theDocumentIsThatOfTheRfc() {
        assertThat(print(watching("8ajksjda7s", bob(), "Mr. Subscriber"))).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <watcherinfo xmlns="urn:ietf:params:xml:ns:watcherinfo" version="0" state="full">
                        <watcher-list resource="sip:alice@example.org" package="presence">
                        <watcher id="8ajksjda7s" status="pending" event="subscribe" display-name="Mr. Subscriber" expiration="60" duration-subscribed="7">sip:bob@example.org</watcher>
                        </watcher-list>
                        </watcherinfo>
                        """);
    }

    @Test
    void nobodyWatchesIsADocumentToo() {
        Element root = WatcherInfoRules.check(print());
        assertThat(root.getElementsByTagNameNS("*", "watcher-list").getLength()).isOne();
        assertThat(root.getElementsByTagNameNS("*", "watcher").getLength()).isZero();
    }

    @Test
    void whateverWatchersCallThemselvesTheDocumentKeepsTheRules() {
        long seed = 3858;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<WatcherElement> watchers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                StringBuilder name = new StringBuilder();
                for (int c = 0; c < 1 + random.nextInt(20); c++) {
                    name.append((char)
                            (random.nextBoolean()
                                    ? random.nextInt(0x10000)
                                    : "<>&\"'\u0000\t\n\r ]".charAt(random.nextInt(11))));
                }
                watchers.add(watching("w" + i, Aor.parse("sip:b&b%3c" + i + "@example.org"), name.toString()));
            }
            String document = print(watchers.toArray(WatcherElement[]::new));
            Element root = WatcherInfoRules.check(document);
            assertThat(root.getElementsByTagNameNS("*", "watcher").getLength())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(3);
        }
    }

    @Test
    void theRulesFindWhatTheSchemaForbids() {
        String good = print(watching("w", bob(), ""));
        for (String[] wrong : new String[][] {
            {"status=\"pending\"", "status=\"rejected\""},
            {"event=\"subscribe\"", "event=\"expired\""},
            {"event=\"subscribe\"", ""},
            {"id=\"w\"", "id=\"a b\""},
            {"version=\"0\"", "version=\"-1\""},
            {"state=\"full\"", "state=\"whole\""},
            {"package=\"presence\"", ""},
            {"expiration=\"60\"", "expiration=\"soon\""},
            {"sip:bob@example.org", "bob"},
        }) {
            assertThatThrownBy(() -> WatcherInfoRules.check(good.replace(wrong[0], wrong[1])))
                    .as(wrong[0])
                    .isInstanceOf(AssertionError.class);
        }
    }
}
