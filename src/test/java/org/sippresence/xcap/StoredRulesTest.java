package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.rule;
import static org.sippresence.authorization.AuthorizationFixtures.ruleset;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.AuthorizationFixtures;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.settings.Settings;
import org.sippresence.testkit.TestBed;

final class StoredRulesTest {

    private static final Aor CAROL = Aor.parse("sip:carol@example.org");
    private static final Aor DAVE = Aor.parse("sip:dave@example.org");

    private final StoredRules rules = new StoredRules(10, Settings.of(Map.of("domains", "example.org")));

    @AutoClose
    private final TestBed bed = TestBed.plan().start();

    StoredRulesTest() {
        bed.presentities.listeners().onDocument((transaction, change) -> {
            boolean unused = rules.changed(change.key());
        });
    }

    private void put(String auid, String path, String text) {
        DocumentKey key = new DocumentKey(auid, alice(), path);
        StoredDocument document = new StoredDocument(
                key, new EntityTag("t" + text.hashCode()), Body.of(new MediaType("application", "xml"), text), NOON);
        assertThat(document.body().bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        bed.change(alice(), transaction -> transaction.documents().save(document));
        bed.settle();
    }

    private static String allowing(String condition) {
        return ruleset(rule("a", condition, "allow", ""));
    }

    private static String one(Aor watcher) {
        return AuthorizationFixtures.one(watcher.uri());
    }

    private RuleSet inForce() {
        return bed.read(alice(), rules::of);
    }

    private Authorization decision(Aor watcher) {
        return inForce()
                .verdict(Requester.of(watcher), new DecisionContext(NOON, Optional.empty()))
                .handling();
    }

    @Test
    void withoutADocumentThereAreNoRules() {
        assertThat(inForce()).isEqualTo(RuleSet.NONE);
        assertThat(decision(bob())).isEqualTo(Authorization.CONFIRM);
    }

    @Test
    void allDocumentsOfBothUsagesCountTogetherAsSoonAsTheyAreThere() {
        put("pres-rules", "index", allowing(one(bob())));
        assertThat(decision(CAROL)).isEqualTo(Authorization.BLOCK);
        put("pres-rules", "friends/more", allowing(one(CAROL)));
        put("org.openmobilealliance.pres-rules", "pres-rules", allowing(one(DAVE)));
        assertThat(decision(bob())).isEqualTo(Authorization.ALLOW);
        assertThat(decision(CAROL)).isEqualTo(Authorization.ALLOW);
        assertThat(decision(DAVE)).isEqualTo(Authorization.ALLOW);
        bed.change(
                alice(),
                transaction -> transaction.documents().remove(new DocumentKey("pres-rules", alice(), "friends/more")));
        bed.settle();
        assertThat(decision(CAROL)).isEqualTo(Authorization.BLOCK);
    }

    @Test
    void aDocumentThatCannotBeReadHasEverybodyWait() {
        put("pres-rules", "index", allowing(one(bob())));
        put("pres-rules", "broken", "<ruleset");
        assertThat(decision(bob())).isEqualTo(Authorization.CONFIRM);
    }

    @Test
    void aDocumentFromBeforeItsSchemaWasCheckedIsObeyed() {
        put("pres-rules", "index", allowing(one(bob()) + "<sphere value='a' name='b'/>"));
        assertThat(decision(bob())).isEqualTo(Authorization.BLOCK);
        put("pres-rules", "index", allowing(one(bob())).replace("<rule id=\"a\">", "<rule><x/>"));
        assertThat(decision(bob())).isEqualTo(Authorization.ALLOW);
    }

    @Test
    void aRuleMayReferToTheUsersOwnList() {
        String list = "<external-list xmlns='urn:oma:xml:xdm:common-policy'><entry"
                + " anc='http://xcap.example.org/xcap/resource-lists/users/sip:alice@example.org/index/~~/resource-lists/"
                + "list%5b@name=%22friends%22%5d'/></external-list>";
        put("pres-rules", "index", allowing(list));
        assertThat(decision(bob())).isEqualTo(Authorization.BLOCK);
        String lists = "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'><list name='friends'>"
                + "<entry uri='sip:bob@example.org'/><list name='more'><entry uri='sip:carol@example.org'/></list></list>"
                + "<list name='others'><entry uri='sip:dave@example.org'/></list></resource-lists>";
        put("resource-lists", "index", lists);
        assertThat(decision(bob())).isEqualTo(Authorization.ALLOW);
        assertThat(decision(CAROL)).isEqualTo(Authorization.ALLOW);
        assertThat(decision(DAVE)).isEqualTo(Authorization.BLOCK);
        put("pres-rules", "index", allowing(list.replace("sip:alice@example.org", "alice")));
        assertThat(decision(bob())).as("the owner named by the user part").isEqualTo(Authorization.ALLOW);
    }
}
