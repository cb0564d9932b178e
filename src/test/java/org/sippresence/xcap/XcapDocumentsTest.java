package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.testkit.Fixtures.NOON;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.access.AccessTokens;
import org.sippresence.access.Caller;
import org.sippresence.access.MemoryAccessTokenStore;
import org.sippresence.access.Role;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.testkit.TestBed;

/** The operations of the XCAP server over lanes and a journal. */
final class XcapDocumentsTest {

    private static final AccessTokens TOKENS =
            new AccessTokens("secret", new MemoryAccessTokenStore(), Clock.systemUTC());
    private static final String LISTS = "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\">"
            + "<list name=\"a\"><entry uri=\"sip:bob@example.org\"/></list></resource-lists>";
    private static final String INDEX = "resource-lists/users/sip:alice@example.org/index";
    private static final String BOB = INDEX + "/~~/resource-lists/list/entry%5b@uri=%22sip:bob@example.org%22%5d";

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    @AutoClose
    private final TestBed bed = TestBed.plan().store(store).start();

    private final ApplicationUsages usages = new ApplicationUsages();
    private final XcapUriReader targets = new XcapUriReader(usages, Set.of(), false);
    private final XcapDocuments documents = new XcapDocuments(
            bed.presentities, new GeneratedDocuments(usages, Instant.EPOCH), new XcapDocuments.Limits(1000, 3));

    private XcapTarget target(String path) {
        return targets.read(path, "").orElseThrow();
    }

    private static Preconditions ifMatch(String tags) {
        return Preconditions.of(tags, null);
    }

    private static Preconditions ifNoneMatch(String tags) {
        return Preconditions.of(null, tags);
    }

    private XcapOutcome put(String path, String text, Preconditions conditions) {
        XcapTarget target = target(path);
        return TestBed.get(documents.put(target, conditions, Body.of(NodeResources.type(target), text)));
    }

    private XcapOutcome put(String path, String text) {
        return put(path, text, Preconditions.NONE);
    }

    private XcapOutcome get(String path, Preconditions conditions) {
        return TestBed.get(documents.get(target(path), conditions));
    }

    private XcapOutcome get(String path) {
        return get(path, Preconditions.NONE);
    }

    private String text(String path) {
        return get(path) instanceof XcapOutcome.Found found
                ? found.body().text()
                : get(path).toString();
    }

    private XcapOutcome remove(String path, Preconditions conditions) {
        return TestBed.get(documents.remove(target(path), conditions));
    }

    private XcapOutcome remove(String path) {
        return remove(path, Preconditions.NONE);
    }

    private String tag() {
        return '"' + ((XcapOutcome.Found) get(INDEX)).entityTag().value() + '"';
    }

    private static int status(XcapOutcome outcome) {
        return ((XcapOutcome.Refused) outcome).status();
    }

    private static String conflict(XcapOutcome outcome) {
        return ((XcapOutcome.Conflicting) outcome).conflict().element();
    }

    @Test
    void aDocumentIsCreatedReadReplacedAndRemoved() {
        assertThat(status(get(INDEX))).isEqualTo(404);
        assertThat(((XcapOutcome.Saved) put(INDEX, LISTS)).created()).isTrue();
        assertThat(text(INDEX)).isEqualTo(LISTS);
        assertThat(((XcapOutcome.Saved) put(INDEX, LISTS.replace("\"a\"", "\"b\""))).created())
                .isFalse();
        assertThat(text(INDEX + "/~~/resource-lists/list/@name")).isEqualTo("b");
        assertThat(remove(INDEX)).isEqualTo(new XcapOutcome.Removed());
        assertThat(status(remove(INDEX))).isEqualTo(404);
    }

    @Test
    void partsShareTheTagOfTheirDocumentWhichChangesWithIt() {
        put(INDEX, LISTS);
        String before = tag();
        EntityTag ofPart = ((XcapOutcome.Found) get(BOB)).entityTag();
        assertThat('"' + ofPart.value() + '"').isEqualTo(before);
        EntityTag after =
                ((XcapOutcome.Saved) put(BOB + "/display-name", "<display-name>B</display-name>")).entityTag();
        assertThat('"' + after.value() + '"').isEqualTo(tag()).isNotEqualTo(before);
        EntityTag rest = ((XcapOutcome.Saved) remove(BOB + "/display-name")).entityTag();
        assertThat('"' + rest.value() + '"').isEqualTo(tag());
        assertThat(rest).isNotEqualTo(after);
        assertThat(text(INDEX)).isEqualTo(LISTS.replace("\"/></list>", "\"></entry></list>"));
    }

    @Test
    void conditionsAreCheckedInTheLane() {
        assertThat(status(put(INDEX, LISTS, ifMatch("*")))).isEqualTo(412);
        assertThat(put(INDEX, LISTS, ifNoneMatch("*"))).isInstanceOf(XcapOutcome.Saved.class);
        assertThat(status(put(INDEX, LISTS, ifNoneMatch("*")))).isEqualTo(412);
        assertThat(status(put(INDEX, LISTS, ifMatch("\"x\"")))).isEqualTo(412);
        assertThat(put(INDEX, LISTS, ifMatch("\"x\", " + tag()))).isInstanceOf(XcapOutcome.Saved.class);
        assertThat(get(INDEX, ifNoneMatch(tag()))).isInstanceOf(XcapOutcome.NotModified.class);
        assertThat(status(get(INDEX, ifMatch("\"x\"")))).isEqualTo(412);
        assertThat(status(put(BOB, "<entry uri=\"sip:bob@example.org\"/>", ifNoneMatch("*"))))
                .isEqualTo(412);
        String carol = BOB.replace("bob", "carol");
        assertThat(status(put(carol, "<entry uri=\"sip:carol@example.org\"/>", ifMatch("\"x\""))))
                .isEqualTo(412);
        assertThat(put(carol, "<entry uri=\"sip:carol@example.org\"/>", ifMatch(tag())))
                .isInstanceOf(XcapOutcome.Saved.class);
        assertThat(status(remove(carol, ifMatch("\"x\"")))).isEqualTo(412);
        assertThat(status(remove(INDEX, ifMatch("\"x\"")))).isEqualTo(412);
        assertThat(remove(INDEX, ifMatch(tag()))).isInstanceOf(XcapOutcome.Removed.class);
    }

    @Test
    void whatHasNoPlaceIsToldWhereThePlacesEnd() {
        XcapOutcome nothing = put(BOB, "<entry uri=\"sip:bob@example.org\"/>");
        assertThat(((XcapOutcome.Conflicting) nothing).conflict().detail())
                .isEqualTo("<ancestor>/xcap/resource-lists/users/sip:alice@example.org/</ancestor>");
        put(INDEX, LISTS);
        XcapOutcome noList = put(INDEX + "/~~/resource-lists/list%5b@name=%22z%22%5d/entry", "<entry/>");
        assertThat(conflict(noList)).isEqualTo("no-parent");
        assertThat(((XcapOutcome.Conflicting) noList).conflict().detail())
                .isEqualTo("<ancestor>/xcap/" + INDEX + "/~~/resource-lists</ancestor>");
        assertThat(conflict(put(INDEX + "/~~/resource-lists/other/@name", "x"))).isEqualTo("no-parent");
        assertThat(conflict(put(INDEX + "/~~/other/list", "<list/>"))).isEqualTo("no-parent");
    }

    @Test
    void whatMakesTheDocumentInvalidIsRefusedAndLeavesIt() {
        put(INDEX, LISTS);
        assertThat(conflict(put(INDEX, "<a>"))).isEqualTo("not-well-formed");
        assertThat(conflict(put(INDEX, "<a/>"))).isEqualTo("schema-validation-error");
        assertThat(conflict(put(INDEX + "/~~/resource-lists/list%5b2%5d", "<list name=\"a\"/>")))
                .isEqualTo("uniqueness-failure");
        assertThat(conflict(remove(BOB + "/@uri"))).isEqualTo("schema-validation-error");
        assertThat(conflict(remove(INDEX + "/~~/resource-lists"))).isEqualTo("cannot-delete");
        assertThat(text(INDEX)).isEqualTo(LISTS);
    }

    @Test
    void aDocumentFromBeforeItsSchemaWasCheckedIsReadAndChangedWhereItBecomesValid() {
        String old = LISTS.replace("<list ", "<list nick=\"x\" ");
        XcapTarget index = target(INDEX);
        bed.change(
                index.key().owner(),
                transaction -> transaction
                        .documents()
                        .save(new StoredDocument(
                                index.key(),
                                new EntityTag("old"),
                                Body.of(index.usage().type(), old),
                                NOON)));
        bed.settle();
        assertThat(text(INDEX)).isEqualTo(old);
        assertThat(conflict(put(BOB + "/display-name", "<display-name>B</display-name>")))
                .isEqualTo("schema-validation-error");
        assertThat(conflict(remove(BOB))).isEqualTo("schema-validation-error");
        assertThat(text(INDEX)).isEqualTo(old);
        assertThat(remove(INDEX + "/~~/resource-lists/list/@nick")).isInstanceOf(XcapOutcome.Saved.class);
        assertThat(put(BOB + "/display-name", "<display-name>B</display-name>")).isInstanceOf(XcapOutcome.Saved.class);
        assertThat(remove(INDEX)).isEqualTo(new XcapOutcome.Removed());
    }

    @Test
    void typesSizesAndNumbersAreBounded() {
        XcapOutcome type = TestBed.get(
                documents.put(target(INDEX), Preconditions.NONE, Body.of(new MediaType("application", "xml"), LISTS)));
        assertThat(status(type)).isEqualTo(415);
        assertThat(status(put(INDEX, " ".repeat(1001)))).isEqualTo(413);
        put(INDEX, LISTS);
        assertThat(status(put(BOB, "<entry uri=\"sip:bob@example.org\">" + " ".repeat(900) + "</entry>")))
                .isEqualTo(413);
        put(INDEX + "2", LISTS);
        put(INDEX + "3", LISTS);
        assertThat(conflict(put(INDEX + "4", LISTS))).isEqualTo("constraint-failure");
        assertThat(put(INDEX + "3", LISTS)).isInstanceOf(XcapOutcome.Saved.class);
    }

    @Test
    void whatTheServerMakesIsRead() {
        put(INDEX, LISTS);
        assertThat(text("xcap-caps/global/index"))
                .contains("<auid>rls-services</auid>")
                .contains("<namespace>urn:ietf:params:xml:ns:pidf</namespace>")
                .contains("<namespace>urn:oma:xml:prs:pres-rules</namespace>");
        String directory = "org.openmobilealliance.xcap-directory/users/sip:alice@example.org/directory.xml";
        assertThat(text(directory)).contains("<folder auid=\"resource-lists\">").contains("/xcap/" + INDEX);
        assertThat(text(directory + "/~~/xcap-directory/folder/entry/@size")).isEqualTo("" + LISTS.length());
        assertThat(status(put("xcap-caps/global/index", "<a/>"))).isEqualTo(405);
        assertThat(status(remove(directory))).isEqualTo(405);
        assertThat(status(put(INDEX + "/~~/resource-lists/namespace::*", "<a/>")))
                .isEqualTo(405);
        assertThat(status(get("xcap-caps/global/other"))).isEqualTo(404);
    }

    @Test
    void aDocumentThatCouldNotBeWrittenIsNotAcknowledged() {
        put(INDEX, LISTS);
        bed.settle();
        List<String> told = new CopyOnWriteArrayList<>();
        bed.presentities
                .listeners()
                .onDocument((transaction, change) -> told.add(change.key().path()));
        store.failAll(true);
        assertThatThrownBy(() -> put(INDEX, LISTS.replace("\"a\"", "\"b\"")))
                .hasCauseInstanceOf(UncheckedIOException.class);
        store.failAll(false);
        assertThat(text(INDEX)).isEqualTo(LISTS);
        assertThat(told).isEmpty();
        put(INDEX, LISTS.replace("\"a\"", "\"c\""));
        bed.settle();
        assertThat(told).containsExactly("index");
    }

    @Test
    void tokensAreComparedAndOthersAreAsked() {
        XcapAuthenticator callers = new TokenAuthenticator(
                TOKENS,
                request -> request.authorization().isPresent()
                        ? new XcapAuthenticator.Answer.Known(
                                new Caller.User(request.owner().orElseThrow()))
                        : new XcapAuthenticator.Answer.Unknown(List.of("Digest realm=\"x\"")));
        assertThat(identify(callers, "bearer secret"))
                .isEqualTo(new XcapAuthenticator.Answer.Known(
                        new Caller.TokenHolder(AccessTokens.FIRST, Role.ADMIN, Optional.empty())));
        assertThat(identify(callers, "Bearer wrong")).isInstanceOf(XcapAuthenticator.Answer.Unknown.class);
        assertThat(identify(callers, "Digest x"))
                .isEqualTo(new XcapAuthenticator.Answer.Known(
                        new Caller.User(target(INDEX).key().owner())));
        assertThat(((XcapAuthenticator.Answer.Unknown) identify(callers)).challenges())
                .as("old clients read the last challenge, which must be one that users can answer")
                .containsExactly("Digest realm=\"x\"");
        assertThat(((XcapAuthenticator.Answer.Unknown) identify(new TokenAuthenticator(
                                TOKENS, request -> new XcapAuthenticator.Answer.Unknown(List.of()))))
                        .challenges())
                .containsExactly("Bearer realm=\"presence\"");
        assertThat(((XcapAuthenticator.Answer.Unknown) identify(callers, "Bearer wrong")).failure())
                .contains(Reason.WRONG_CREDENTIALS);
        assertThat(((XcapAuthenticator.Answer.Unknown) identify(callers)).failure())
                .isEmpty();
    }

    @Test
    void theTokenOfASourceThatFailedTooOftenIsNotChecked() {
        TokenAuthenticator callers =
                new TokenAuthenticator(TOKENS, request -> new XcapAuthenticator.Answer.Unknown(List.of()));
        for (String token : List.of("Bearer wrong", "Bearer secret")) {
            assertThat(callers.identify(request(false, token))).isEqualTo(new XcapAuthenticator.Answer.Unchecked());
        }
        assertThat(callers.identify(request(false))).isInstanceOf(XcapAuthenticator.Answer.Unknown.class);
    }

    private XcapAuthenticator.Answer identify(XcapAuthenticator callers, String... authorization) {
        return callers.identify(request(true, authorization));
    }

    private XcapAuthenticator.Request request(boolean admitted, String... authorization) {
        return new XcapAuthenticator.Request(
                "GET",
                "/",
                Stream.of(authorization).findFirst(),
                Optional.of(target(INDEX).key().owner()),
                List.of(),
                admitted);
    }
}
