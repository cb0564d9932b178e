package org.sippresence.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.testkit.Fixtures.NOON;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.authorization.ImRulesSource.Answer;
import org.sippresence.message.MessageDecision;
import org.sippresence.message.MessageQuery;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.Write;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.TestBed;
import org.sippresence.xml.MalformedXmlException;

final class MessageServiceTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor BOB = Aor.parse("sip:bob@example.org");
    private static final Aor CAROL = Aor.parse("sip:carol@example.net");

    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final AtomicReference<Optional<String>> sphere = new AtomicReference<>(Optional.empty());

    @AutoClose
    private final TestBed bed = TestBed.plan().clock(clock).start();

    private final MessageService messages =
            new MessageService(bed.presentities, transaction -> sphere.get(), this::lists, Optional.empty());

    /** Each line of the presentity's first list is a member. */
    private ExternalLists lists(PresentityTransaction transaction) {
        return list -> transaction.documents().list("resource-lists").stream()
                .flatMap(each -> each.body().text().lines())
                .map(Aor::parse)
                .collect(Collectors.toSet());
    }

    private MessageDecision authorize(Aor from) {
        return TestBed.get(messages.authorize(MessageQuery.of(from, ALICE)));
    }

    private void save(String path, String version, String document) {
        save(new DocumentKey("im-rules", ALICE, path), version, document);
    }

    /** A rule that blocks messages under these conditions. */
    private void saveBlocking(String version, String id, String conditions) {
        save("im-rules.xml", version, ruleset(rule(id, conditions, "block")));
    }

    private void save(DocumentKey key, String version, String document) {
        Body body = Body.of(new MediaType("application", "auth-policy+xml"), document);
        bed.change(
                ALICE,
                transaction -> transaction
                        .documents()
                        .save(new StoredDocument(key, new EntityTag(version), body, transaction.now())));
    }

    private static String ruleset(String rules) {
        return "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy' xmlns='urn:iptel:xml:ns:im-rules'>" + rules
                + "</cp:ruleset>";
    }

    private static String rule(String id, String conditions, String handling) {
        return "<cp:rule id='" + id + "'><cp:conditions>" + conditions + "</cp:conditions><cp:actions><im-handling>"
                + handling + "</im-handling></cp:actions></cp:rule>";
    }

    private static String one(Aor aor) {
        return "<cp:identity><cp:one id='" + aor + "'/></cp:identity>";
    }

    @Test
    void withoutADocumentEveryMessageIsAllowed() {
        assertThat(authorize(BOB))
                .isEqualTo(new MessageDecision(
                        true, Optional.empty(), Optional.empty(), "the recipient has no such document"));
    }

    @Test
    void aDocumentThatIsChangedInTheTableIsObeyedAfterRereading() {
        saveBlocking("1", "enemies", one(BOB));
        assertThat(authorize(BOB).allowed()).isFalse();
        DocumentKey key = new DocumentKey("im-rules", ALICE, "im-rules.xml");
        Body body =
                Body.of(new MediaType("application", "auth-policy+xml"), ruleset(rule("enemies", one(CAROL), "block")));
        bed.store.write(List.of(new Write.SaveDocument(new StoredDocument(key, new EntityTag("1"), body, NOON))));
        assertThat(TestBed.get(bed.administration.watcherUpdates().updateWatchers(ALICE, EventName.PRESENCE)))
                .isZero();
        assertThat(authorize(BOB).allowed()).isTrue();
        assertThat(authorize(CAROL).allowed()).isFalse();
    }

    @Test
    void whoIsBlockedIsBlockedByTheRuleThatIsNamed() {
        saveBlocking("1", "enemies", one(BOB));
        MessageDecision blocked = authorize(BOB);
        assertThat(blocked.allowed()).isFalse();
        assertThat(blocked.rule()).contains("enemies");
        assertThat(blocked.document()).contains("im-rules/users/sip:alice@example.org/im-rules.xml");
        assertThat(authorize(CAROL).allowed()).isTrue();
        assertThat(authorize(CAROL).rule()).isEmpty();
    }

    @Test
    void aChangedOrRemovedDocumentCountsAtOnce() {
        saveBlocking("1", "enemies", one(BOB));
        assertThat(authorize(BOB).allowed()).isFalse();
        saveBlocking("2", "enemies", one(CAROL));
        assertThat(authorize(BOB).allowed()).isTrue();
        assertThat(authorize(CAROL).allowed()).isFalse();
        bed.change(
                ALICE,
                transaction -> transaction.documents().remove(new DocumentKey("im-rules", ALICE, "im-rules.xml")));
        assertThat(authorize(CAROL).allowed()).isTrue();
    }

    @Test
    void anotherDocumentMayBeAsked() {
        save("night/im-rules.xml", "1", ruleset(rule("all", "", "block")));
        assertThat(authorize(BOB).allowed()).isTrue();
        MessageQuery night = new MessageQuery(BOB, ALICE, "night/im-rules.xml");
        assertThat(TestBed.get(messages.authorize(night)).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no XML", "<other/>", "<!DOCTYPE x><cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy'/>"
            })
    void aDocumentThatCannotBeReadAllowsNothing(String document) {
        save("im-rules.xml", "1", document);
        MessageDecision decision = authorize(BOB);
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.rule()).isEmpty();
        assertThat(decision.why()).isEqualTo("the document cannot be read");
    }

    @Test
    void aRuleCountsWhileItIsValid() {
        Instant end = Fixtures.NOON.plusSeconds(60);
        saveBlocking(
                "1",
                "siesta",
                "<cp:validity><cp:from>" + Fixtures.NOON + "</cp:from><cp:until>" + end + "</cp:until></cp:validity>");
        assertThat(authorize(BOB).allowed()).isFalse();
        clock.advance(Duration.ofSeconds(60));
        assertThat(authorize(BOB).allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"work, false", "home, true", "'', true"})
    void aRuleMayDependOnTheSphere(String where, boolean allowed) {
        sphere.set(Optional.of(where).filter(word -> !word.isEmpty()));
        saveBlocking("1", "busy", "<cp:sphere value='work'/>");
        assertThat(authorize(BOB).allowed()).isEqualTo(allowed);
    }

    @Test
    void aRuleMayNameAListOfItsOwnerAndAChangedListCountsAtOnce() {
        DocumentKey list = new DocumentKey("resource-lists", ALICE, "index");
        saveBlocking(
                "1",
                "listed",
                "<o:external-list xmlns:o='urn:oma:xml:xdm:common-policy'><o:entry anc='list'/></o:external-list>");
        assertThat(authorize(BOB).allowed()).isTrue();
        save(list, "1", BOB.uri());
        assertThat(authorize(BOB).rule()).contains("listed");
        assertThat(authorize(CAROL).allowed()).isTrue();
        save(list, "2", CAROL.uri());
        assertThat(authorize(BOB).allowed()).isTrue();
        assertThat(authorize(CAROL).allowed()).isFalse();
    }

    @Test
    void rulesOfSomebodyElsesServerDecideInsteadOfOurs() throws MalformedXmlException {
        saveBlocking("1", "ours", "");
        ImRules theirs =
                ImRules.read(ruleset(rule("theirs", one(CAROL), "block")).getBytes(StandardCharsets.UTF_8));
        assertThat(elsewhere(new Answer.Known("http://x/y", theirs), BOB).allowed())
                .isTrue();
        MessageDecision blocked = elsewhere(new Answer.Known("http://x/y", theirs), CAROL);
        assertThat(blocked.rule()).contains("theirs");
        assertThat(blocked.document()).contains("http://x/y");
        assertThat(elsewhere(new Answer.Absent(), CAROL).allowed()).isTrue();
    }

    @Test
    void rulesThatNobodyKnowsAllowNothing() {
        MessageDecision decision = elsewhere(new Answer.Unknown("http://x/y", "no answer"), BOB);
        assertThat(decision)
                .isEqualTo(new MessageDecision(false, Optional.of("http://x/y"), Optional.empty(), "no answer"));
    }

    private MessageDecision elsewhere(Answer answer, Aor from) {
        ImRulesSource source = (recipient, filename) -> CompletableFuture.completedFuture(answer);
        MessageService asking = new MessageService(
                bed.presentities, transaction -> sphere.get(), transaction -> ExternalLists.NONE, Optional.of(source));
        return TestBed.get(asking.authorize(MessageQuery.of(from, ALICE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "a\nb"})
    void whatIsNoNameOfADocumentIsRefused(String filename) {
        assertThatThrownBy(() -> new MessageQuery(BOB, ALICE, filename)).isInstanceOf(IllegalArgumentException.class);
    }

    private void register(String contact, OptionalInt q, int expires) {
        Binding binding = new Binding(
                contact,
                ALICE,
                contact,
                q,
                Fixtures.NOON,
                Fixtures.NOON.plusSeconds(expires),
                Binding.Claim.of(BindingSource.REST),
                Binding.Outbound.DIRECT);
        bed.change(
                ALICE,
                transaction -> transaction
                        .registrations()
                        .apply(new RegistrationChange(binding, RegistrationChange.Event.REGISTERED)));
    }

    private List<List<String>> contacts() {
        return TestBed.get(messages.deliver(MessageQuery.of(BOB, ALICE))).contacts().stream()
                .map(group -> group.stream().map(Binding::contact).toList())
                .toList();
    }

    @Test
    void contactsAreGroupedByPreference() {
        assertThat(contacts()).isEmpty();
        register("sip:a@192.0.2.1", OptionalInt.of(500), 60);
        register("sip:b@192.0.2.1", OptionalInt.empty(), 60);
        register("sip:c@192.0.2.1", OptionalInt.of(500), 60);
        register("sips:d@192.0.2.1", OptionalInt.of(1000), 60);
        register("mailto:e@example.org", OptionalInt.of(700), 60);
        register("sip:f@192.0.2.1", OptionalInt.of(900), 0);
        assertThat(contacts())
                .containsExactly(
                        List.of("sip:b@192.0.2.1", "sips:d@192.0.2.1"), List.of("sip:a@192.0.2.1", "sip:c@192.0.2.1"));
    }
}
