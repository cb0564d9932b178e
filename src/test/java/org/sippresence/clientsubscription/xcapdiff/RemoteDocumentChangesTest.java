package org.sippresence.clientsubscription.xcapdiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.clientsubscription.ClientSubscriptionStage;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;

class RemoteDocumentChangesTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final String RULES = "pres-rules/users/sip:alice@example.org/index";

    private final ClientSubscriptionStage stage = new ClientSubscriptionStage();
    private final List<CompletableFuture<Void>> refreshes = new ArrayList<>();
    private List<String> selectors = List.of(RULES);
    private final RemoteDocumentChanges changes = new RemoteDocumentChanges(
            stage.subscriptions,
            new RemoteDocumentChanges.Documents() {
                @Override
                public CompletableFuture<List<String>> of(Aor user) {
                    return CompletableFuture.completedFuture(selectors);
                }

                @Override
                public CompletableFuture<Void> refresh(Aor user) {
                    CompletableFuture<Void> refresh = new CompletableFuture<>();
                    refreshes.add(refresh);
                    return refresh;
                }
            },
            "sip:xcap.example.org",
            Optional.empty());

    private static String diff(String... documents) {
        return "<xcap-diff xmlns='urn:ietf:params:xml:ns:xcap-diff' xcap-root='http://xcap.example.org/xcap/'>"
                + String.join("", documents) + "</xcap-diff>";
    }

    private static String document(String etag) {
        return "<document new-etag='" + etag + "' sel='" + RULES + "'/>";
    }

    private void answered() {
        refreshes.get(refreshes.size() - 1).complete(null);
    }

    @Test
    void theSubscribeNamesTheDocumentsOfTheUser() {
        selectors = List.of(RULES, "pres-rules/users/a&b\"c/index");
        changes.watched(ALICE, true);
        stage.begin();
        assertThat(stage.notifier.last().event()).isEqualTo("xcap-diff;diff-processing=no-patching");
        assertThat(stage.notifier.last().dialog().remoteTarget()).isEqualTo(ALICE.uri());
        assertThat(stage.notifier.last().dialog().routeSet()).containsExactly("sip:xcap.example.org;lr");
        assertThat(stage.notifier.last().dialog().localUri()).isEqualTo(ALICE.uri());
        Body body = stage.notifier.last().body().orElseThrow();
        assertThat(body.type()).hasToString("application/resource-lists+xml");
        assertThat(body.text())
                .contains(
                        "<entry uri=\"pres-rules/users/sip:alice@example.org/index\"/>",
                        "<entry uri=\"pres-rules/users/a&amp;b&quot;c/index\"/>");
    }

    @Test
    void whoHasNoDocumentsIsNotSubscribedFor() {
        selectors = List.of();
        changes.watched(ALICE, true);
        stage.begin();
        assertThat(stage.notifier.sent()).isEmpty();
        selectors = List.of(RULES);
        changes.watched(ALICE, true);
        stage.begin();
        assertThat(stage.notifier.sent()).hasSize(1);
    }

    @Test
    void aWatchedUserIsSubscribedForOnceAndTheLastWatcherEndsIt() {
        changes.watched(ALICE, true);
        changes.watched(ALICE, true);
        assertThat(stage.established(diff(document("1")))).isEqualTo(200);
        changes.watched(ALICE, true);
        stage.begin();
        assertThat(stage.notifier.sent()).hasSize(1);
        changes.watched(ALICE, false);
        assertThat(stage.notifier.last().expires()).isZero();
    }

    @Test
    void aChangedDocumentIsAskedForAndAnUnchangedOneIsNot() {
        changes.watched(ALICE, true);
        stage.established(diff(document("1")));
        assertThat(refreshes).as("anything may have changed before").hasSize(1);
        answered();
        stage.notified("active 600", diff(document("1")));
        stage.notified("active 600", diff());
        stage.notified("active 600", "");
        assertThat(refreshes).hasSize(1);
        stage.notified("active 600", diff(document("2")));
        assertThat(refreshes).hasSize(2);
        answered();
        stage.notified("active 600", diff("<document previous-etag='2' sel='" + RULES + "'/>"));
        assertThat(refreshes).as("it was removed").hasSize(3);
    }

    @Test
    void whatChangesWhileItIsAskedForIsAskedForOnceMore() {
        changes.watched(ALICE, true);
        stage.established(diff(document("1")));
        for (int i = 2; i < 20; i++) {
            stage.notified("active 600", diff(document("x" + i)));
        }
        assertThat(refreshes).hasSize(1);
        answered();
        assertThat(refreshes).hasSize(2);
        answered();
        assertThat(refreshes).hasSize(2);
    }

    @Test
    void aNewDialogBeginsWithAQuestion() {
        changes.watched(ALICE, true);
        stage.established(diff(document("1")));
        answered();
        stage.schedule.pass(Duration.ofMinutes(1));
        stage.notified("terminated deactivated", "");
        stage.established(diff(document("1")));
        assertThat(refreshes).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "<xcap-diff xmlns='urn:ietf:params:xml:ns:xcap-diff'/>",
                "<xcap-diff xmlns='urn:other' xcap-root='http://x/'/>",
                "<!DOCTYPE x [<!ENTITY e 'e'>]><xcap-diff xmlns='urn:ietf:params:xml:ns:xcap-diff' xcap-root='&e;'/>",
                "<xcap-diff xmlns='urn:ietf:params:xml:ns:xcap-diff' xcap-root='http://x/'><document/></xcap-diff>"
            })
    void whatIsNoSuchDocumentAsksForNothing(String body) {
        changes.watched(ALICE, true);
        assertThat(stage.established(body)).isEqualTo(200);
        assertThat(refreshes).isEmpty();
        assertThat(stage.count("malformed")).isEqualTo(1);
    }
}
