package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.AuthorizationFixtures;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.Write;
import org.sippresence.settings.Settings;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

/** Documents that somebody changes in the table while the server runs. */
final class RereadRulesTest {

    private static final String SERVICES = "<pr:provide-services><pr:all-services/></pr:provide-services>";

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final StoredRules rules = new StoredRules(10, Settings.of(Map.of("domains", "example.org")));

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .store(store)
            .sender(sender)
            .rules(transaction -> Optional.of(rules.of(transaction)))
            .start();

    @BeforeEach
    void publishAndSubscribe() {
        bed.presentities.listeners().onDocumentsForgotten(rules::forget);
        TestBed.get(bed.publish(publish(alice(), "open")));
        bed.settled(bed.subscribe(subscribe(alice(), "a", 600)));
        assertThat(state()).startsWith("pending");
    }

    private static DocumentKey key(String auid) {
        return new DocumentKey(auid, alice(), "index");
    }

    /** Past the server; the entity-tag stays what it is, as somebody may leave it. */
    private void store(String auid, String text) {
        store.write(List.of(new Write.SaveDocument(new StoredDocument(
                key(auid), new EntityTag("t"), Body.of(new MediaType("application", "xml"), text), NOON))));
    }

    private static String rule(String identity, String handling) {
        return AuthorizationFixtures.ruleset(AuthorizationFixtures.rule("a", identity, handling, SERVICES));
    }

    private static String all(String handling) {
        return rule("<identity><many/></identity>", handling);
    }

    private int refreshed(int type) {
        return bed.settled(bed.administration.watcherUpdates().refreshWatchers(alice(), EventName.PRESENCE, type));
    }

    private int updated() {
        return bed.settled(bed.administration.watcherUpdates().updateWatchers(alice(), EventName.PRESENCE));
    }

    private String state() {
        return sender.last(dialog("a").id()).subscriptionState();
    }

    private boolean isWatched() {
        return bed.read(alice(), PresentityTransaction::isWatched);
    }

    @Test
    void aDocumentThatAppearsIsObeyedAfterRefreshWatchers() {
        store("pres-rules", all("allow"));
        assertThat(refreshed(0)).isEqualTo(1);
        assertThat(state()).startsWith("active");
        assertThat(sender.in(dialog("a").id())).as("told once").hasSize(2);
    }

    @Test
    void aDocumentThatAppearsChangesOrGoesIsObeyedAfterUpdateWatchers() {
        store("pres-rules", all("allow"));
        assertThat(updated()).isEqualTo(1);
        assertThat(state()).startsWith("active");
        assertThat(updated()).as("nothing changes").isZero();
        store("pres-rules", all("confirm"));
        assertThat(updated()).isEqualTo(1);
        assertThat(state()).startsWith("pending");
        store("pres-rules", all("allow"));
        assertThat(updated()).isEqualTo(1);
        assertThat(sender.in(dialog("a").id())).as("told once of each change").hasSize(4);
        store.write(List.of(new Write.RemoveDocument(key("pres-rules"))));
        assertThat(updated()).as("without rules everybody waits").isEqualTo(1);
        assertThat(state()).startsWith("pending");
    }

    @Test
    void aListThatRulesNameIsReadAgain() {
        store(
                "pres-rules",
                rule(
                        "<ocp:external-list><ocp:entry anc='http://xcap/resource-lists/users/sip:alice@example.org/index'/>"
                                + "</ocp:external-list>",
                        "allow"));
        store("resource-lists", "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'/>");
        refreshed(0);
        assertThat(state()).startsWith("terminated");
        TestBed.get(bed.subscribe(subscribe(alice(), "b", 600)));
        assertThat(isWatched()).isFalse();
        store(
                "resource-lists",
                "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'><list><entry uri='"
                        + subscribe(alice(), "c", 600).watcher().aor() + "'/></list></resource-lists>");
        refreshed(0);
        bed.settled(bed.subscribe(subscribe(alice(), "c", 600)));
        assertThat(isWatched()).isTrue();
    }

    @Test
    void rulesAreAlsoReadAgainWithTheState() {
        store("pres-rules", all("allow"));
        refreshed(1);
        assertThat(bed.read(alice(), rules::of)).isNotEqualTo(RuleSet.NONE);
        assertThat(state()).startsWith("active");
    }
}
