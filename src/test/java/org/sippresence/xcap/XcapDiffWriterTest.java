package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.MediaType;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.settings.XcapServerSettings;
import org.sippresence.subscription.Accept;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TextPackage;

/** What watchers of xcap-diff are told, document by document. */
final class XcapDiffWriterTest {

    private static final Aor ALICE = Fixtures.alice();
    private static final DocumentKey INDEX = new DocumentKey("resource-lists", ALICE, "index");
    private static final DocumentKey RULES = new DocumentKey("pres-rules", ALICE, "index");
    private static final String DOC = "resource-lists/users/" + ALICE + "/index";
    private static final String RULES_DOC = "pres-rules/users/" + ALICE + "/index";
    private static final MediaType XML = new MediaType("application", "resource-lists+xml");
    private static final XcapServerSettings SETTINGS =
            new XcapServerSettings("http://xcap.example.org/", Set.of("sip:rls.example.org"), Duration.ZERO);

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final XcapDiffPackage diff =
            new XcapDiffPackage(SETTINGS, new XcapUriReader(new ApplicationUsages(), Set.of(), false));

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .sender(sender)
            .packages(
                    List.<EventPackage>of(TextPackage.presence(), diff), Map.of(XcapDiffPackage.NAME, diff.reporter()))
            .start();

    XcapDiffWriterTest() {
        bed.presentities
                .listeners()
                .onDocument((transaction, change) -> bed.notifier.notifyWatchers(
                        transaction, XcapDiffPackage.NAME, List.of(XcapDiffReporter.change(change))));
    }

    private SubscribeOutcome subscribe(Aor watcher, String processing, String... uris) {
        return subscribe("a", watcher, processing, uris);
    }

    private SubscribeOutcome subscribe(String name, Aor watcher, String processing, String... uris) {
        Dialog dialog = Fixtures.dialog(name);
        return bed.settled(bed.subscribe(new SubscribeCommand(
                ALICE,
                new EventId(XcapDiffPackage.NAME, ""),
                Fixtures.watcher(watcher),
                dialog,
                OptionalInt.of(600),
                Accept.ABSENT,
                uris.length == 0 ? Optional.empty() : Optional.of(Body.of(XML, lists(uris))),
                processing.isEmpty() ? Map.of() : Map.of(DiffProcessing.PARAMETER, processing))));
    }

    private void put(DocumentKey key, String tag, String text) {
        StoredDocument document = new StoredDocument(key, new EntityTag(tag), Body.of(XML, text), Fixtures.NOON);
        bed.change(ALICE, transaction -> transaction.documents().save(document));
        bed.settle();
    }

    private void remove(DocumentKey key) {
        bed.change(ALICE, transaction -> transaction.documents().remove(key));
        bed.settle();
    }

    private String last() {
        List<String> bodies = sender.bodies(Fixtures.dialog("a").id());
        return bodies.get(bodies.size() - 1);
    }

    private int count() {
        return sender.count();
    }

    private static String document(String... items) {
        String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<d:xcap-diff xmlns:d=\"urn:ietf:params:xml:ns:xcap-diff\" xcap-root=\"http://xcap.example.org/\"";
        return items.length == 0 ? head + "/>\n" : head + ">\n  " + String.join("\n  ", items) + "\n</d:xcap-diff>\n";
    }

    private static String lists(String... entries) {
        return Stream.of(entries)
                .map(each -> "<entry uri=\"" + each + "\"/>")
                .collect(Collectors.joining(
                        "",
                        "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list name=\"a\">",
                        "</list></resource-lists>"));
    }

    @Test
    void theFirstDocumentNamesWhatThereIs() {
        put(INDEX, "1", lists());
        put(RULES, "2", "<ruleset/>");
        subscribe(ALICE, "");
        assertThat(last())
                .isEqualTo(document(
                        "<d:document sel=\"" + RULES_DOC + "\" new-etag=\"2\"/>",
                        "<d:document sel=\"" + DOC + "\" new-etag=\"1\"/>"));
    }

    @Test
    void whatIsNotThereIsAwaited() {
        subscribe(ALICE, "", DOC, DOC + "/~~/resource-lists/list/@name");
        assertThat(last()).isEqualTo(document());
        put(INDEX, "1", lists());
        assertThat(last())
                .isEqualTo(document(
                        "<d:document sel=\"" + DOC + "\" new-etag=\"1\"/>",
                        "<d:attribute sel=\"" + DOC + "/~~/resource-lists/list/@name\">a</d:attribute>"));
        remove(INDEX);
        assertThat(last())
                .isEqualTo(document(
                        "<d:document sel=\"" + DOC + "\" previous-etag=\"1\"/>",
                        "<d:attribute sel=\"" + DOC + "/~~/resource-lists/list/@name\" exists=\"0\"/>"));
    }

    @Test
    void withoutPatchingAChangeIsNamed() {
        put(INDEX, "1", lists());
        subscribe(ALICE, "no-patching", "resource-lists/");
        put(INDEX, "2", lists("sip:bob@example.org"));
        assertThat(last()).isEqualTo(document("<d:document sel=\"" + DOC + "\" previous-etag=\"1\" new-etag=\"2\"/>"));
    }

    @Test
    void whatAWatcherDidNotAskForIsNotTold() {
        subscribe(ALICE, "", DOC, "resource-lists/users/sip:bob@example.org/index");
        put(RULES, "1", "<ruleset/>");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void anElementIsToldWithItsNamespacesWhenItChanges() {
        String sel = DOC + "/~~/resource-lists/list%5b@name='a'%5d";
        put(
                INDEX,
                "1",
                "<d:resource-lists xmlns:d=\"urn:ietf:params:xml:ns:resource-lists\"><d:list name=\"a\"/>"
                        + "</d:resource-lists>");
        subscribe(ALICE, "", sel);
        assertThat(last())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<d1:xcap-diff xmlns:d1=\"urn:ietf:params:xml:ns:xcap-diff\""
                        + " xcap-root=\"http://xcap.example.org/\">\n"
                        + "  <d1:element sel=\"" + sel + "\" xmlns:d=\"urn:ietf:params:xml:ns:resource-lists\">"
                        + "<d:list name=\"a\"/></d1:element>\n</d1:xcap-diff>\n");
        put(INDEX, "2", lists());
        assertThat(last())
                .isEqualTo(document("<d:element sel=\"" + sel
                        + "\" xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list name=\"a\"></list></d:element>"));
        put(INDEX, "3", lists().replace("\"a\"", "\"b\""));
        assertThat(last()).isEqualTo(document("<d:element sel=\"" + sel + "\" exists=\"0\"/>"));
    }

    @Test
    void aggregatedChangesAreOnePatch() {
        put(INDEX, "1", lists("sip:bob@example.org"));
        sender.hold();
        subscribe(ALICE, "aggregate", DOC);
        put(INDEX, "2", lists("sip:bob@example.org", "sip:carol@example.org"));
        put(INDEX, "3", lists("sip:bob@example.org", "sip:carol@example.org", "sip:dan@example.org"));
        answer();
        assertThat(last())
                .isEqualTo(document("<d:document sel=\"" + DOC + "\" previous-etag=\"1\" new-etag=\"3\">"
                        + "<d:add sel=\"*/*[1]/*[1]\" pos=\"after\" xmlns=\"urn:ietf:params:xml:ns:resource-lists\">"
                        + "<entry uri=\"sip:carol@example.org\"/><entry uri=\"sip:dan@example.org\"/></d:add>"
                        + "</d:document>"));
        answer();
    }

    @Test
    void withXcapPatchingEachVersionIsTold() {
        put(INDEX, "1", lists());
        sender.hold();
        subscribe(ALICE, "xcap-patching", DOC);
        put(INDEX, "2", lists("sip:bob@example.org"));
        put(INDEX, "1", lists());
        answer();
        assertThat(last())
                .isEqualTo(document(
                        "<d:document sel=\"" + DOC + "\" previous-etag=\"1\" new-etag=\"2\">"
                                + "<d:add sel=\"*/*[1]\" pos=\"prepend\""
                                + " xmlns=\"urn:ietf:params:xml:ns:resource-lists\">"
                                + "<entry uri=\"sip:bob@example.org\"/></d:add></d:document>",
                        "<d:document sel=\"" + DOC + "\" previous-etag=\"2\" new-etag=\"1\">"
                                + "<d:remove sel=\"*/*[1]/*[1]\"/></d:document>"));
        answer();
    }

    @Test
    void whatIsAsBeforeIsNotNamed() {
        put(INDEX, "1", lists());
        sender.hold();
        subscribe(ALICE, "aggregate", DOC);
        put(INDEX, "2", lists("sip:bob@example.org"));
        put(INDEX, "1", lists());
        answer();
        assertThat(last()).isEqualTo(document());
        answer();
    }

    @Test
    void tooManyVersionsAreToldAsOneWithoutPatch() {
        put(INDEX, "0", lists());
        sender.hold();
        subscribe(ALICE, "xcap-patching", DOC);
        for (int i = 1; i <= 30; i++) {
            put(INDEX, Integer.toString(i), lists("sip:bob" + i + "@example.org"));
        }
        answer();
        assertThat(last()).isEqualTo(document("<d:document sel=\"" + DOC + "\" previous-etag=\"0\" new-etag=\"30\"/>"));
        answer();
    }

    @Test
    void whatWouldBeTooLongIsOnlyNamed() {
        String sel = DOC + "/~~/resource-lists";
        subscribe(ALICE, "aggregate", DOC, sel);
        put(INDEX, "1", lists("sip:" + "x".repeat(60_000) + "@example.org"));
        assertThat(last())
                .isEqualTo(document(
                        "<d:document sel=\"" + DOC + "\" new-etag=\"1\"/>", "<d:element sel=\"" + sel + "\"/>"));
    }

    @Test
    void onlyTheOwnerAndTrustedServersMayWatch() {
        assertThat(subscribe(ALICE, "")).isInstanceOf(SubscribeOutcome.Accepted.class);
        assertThat(subscribe("b", Aor.parse("sip:rls.example.org"), "")).isInstanceOf(SubscribeOutcome.Accepted.class);
        SubscribeOutcome refused = subscribe("c", Fixtures.bob(), "");
        assertThat(((SubscribeOutcome.Rejected) refused).rejection().status()).isEqualTo(403);
    }

    private void answer() {
        sender.answer(Fixtures.dialog("a").id(), new Answer.Response(200, -1));
        bed.settle();
    }
}
