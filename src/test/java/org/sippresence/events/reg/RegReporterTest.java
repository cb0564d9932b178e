package org.sippresence.events.reg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;
import static org.sippresence.testkit.Fixtures.dialog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegisterCommand;
import org.sippresence.registration.RegisterCommand.Contacts;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.JdkParser;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TextPackage;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What watchers of {@code reg} are told. */
final class RegReporterTest {

    private static final DialogId A = dialog("a").id();
    private static final String DESK = "sip:alice@192.0.2.1;x=\"<&>\"";

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .sender(sender)
            .clock(clock)
            .packages(
                    List.of(TextPackage.presence(), new RegPackage(Set.of(bob()))),
                    Map.of(RegPackage.NAME, new RegReporter()))
            .start();

    private long cseq;

    RegReporterTest() {
        bed.presentities
                .listeners()
                .onRegistrations((transaction, changes) -> bed.notifier.notifyWatchers(
                        transaction,
                        RegPackage.NAME,
                        changes.stream().map(ContactChange::new).toList()));
    }

    private SubscribeOutcome subscribe(Aor watcher) {
        return bed.settled(
                bed.subscribe(Fixtures.subscribe(RegPackage.NAME, Fixtures.watcher(watcher), dialog("a"), 600)));
    }

    private void register(String contact, int expires) {
        BindingRequest request = new BindingRequest(
                contact, OptionalInt.of(500), OptionalInt.of(expires), new Outbound("<urn:uuid:1>", 0, List.of(), ""));
        Claim claim = new Claim(BindingSource.REGISTER, "call", ++cseq, "");
        RegisterCommand command =
                new RegisterCommand(alice(), new Contacts.Update(List.of(request)), OptionalInt.empty(), claim);
        bed.change(
                alice(),
                transaction -> bed.registrations.register(command, transaction.registrations(), transaction.now()));
        bed.settle();
    }

    /** The documents so far, each as its version, state, state of the registration and contacts. */
    private List<String> told() {
        return sender.bodies(A).stream().map(RegReporterTest::summary).toList();
    }

    private static String summary(String xml) {
        Element root = parse(xml);
        Element registration = (Element) root.getFirstChild();
        StringBuilder text = new StringBuilder(root.getAttribute("version")
                + ' '
                + root.getAttribute("state")
                + ' '
                + registration.getAttribute("aor")
                + ' '
                + registration.getAttribute("state"));
        NodeList contacts = registration.getChildNodes();
        for (int i = 0; i < contacts.getLength(); i++) {
            Element contact = (Element) contacts.item(i);
            text.append(" [")
                    .append(String.join(
                            " ",
                            contact.getAttribute("state"),
                            contact.getAttribute("event"),
                            contact.getAttribute("expires"),
                            contact.getFirstChild().getTextContent()))
                    .append(']');
        }
        return text.toString();
    }

    private static Element parse(String xml) {
        Element root = JdkParser.parse(xml).getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("urn:ietf:params:xml:ns:reginfo");
        return root;
    }

    @Test
    void theFirstDocumentIsWholeAndThenOnlyWhatHappenedIsTold() {
        subscribe(alice());
        register(DESK, 100);
        register("sip:alice@192.0.2.2", 60);
        clock.advance(Duration.ofSeconds(10));
        register(DESK, 100);
        register(DESK, 50);
        register(DESK, 0);
        clock.advance(Duration.ofSeconds(50));
        bed.expire(alice());
        bed.settle();
        assertThat(told())
                .containsExactly(
                        "0 full sip:alice@example.org init",
                        "1 partial sip:alice@example.org active [active registered 100 " + DESK + "]",
                        "2 partial sip:alice@example.org active [active registered 60 sip:alice@192.0.2.2]",
                        "3 partial sip:alice@example.org active [active refreshed 100 " + DESK + "]",
                        "4 partial sip:alice@example.org active [active shortened 50 " + DESK + "]",
                        "5 partial sip:alice@example.org active [terminated unregistered  " + DESK + "]",
                        "6 partial sip:alice@example.org terminated [terminated expired  sip:alice@192.0.2.2]");
    }

    @Test
    void aSubscriberGetsAllContactsWithTheirAttributes() {
        register(DESK, 100);
        clock.advance(Duration.ofSeconds(7));
        subscribe(bob());
        Element contact =
                (Element) parse(sender.bodies(A).get(0)).getFirstChild().getFirstChild();
        assertThat(List.of("duration-registered", "expires", "q", "callid", "cseq"))
                .extracting(contact::getAttribute)
                .containsExactly("7", "93", "0.5", "call", "1");
        assertThat(contact.getLastChild().getTextContent()).isEqualTo("\"<urn:uuid:1>\"");
        assertThat(((Element) contact.getLastChild()).getAttribute("name")).isEqualTo("+sip.instance");
    }

    @Test
    void whatHappensWhileANotifyIsUnderWayIsToldAsOne() {
        sender.hold();
        subscribe(alice());
        register(DESK, 100);
        register(DESK, 200);
        register("sip:alice@192.0.2.2", 60);
        register("sip:alice@192.0.2.2", 0);
        sender.answer(A, 200);
        bed.settle();
        assertThat(told())
                .containsExactly(
                        "0 full sip:alice@example.org init",
                        "1 partial sip:alice@example.org active [active registered 200 " + DESK
                                + "] [terminated unregistered  sip:alice@192.0.2.2]");
    }

    @Test
    void strangersMayNotKnow() {
        assertThat(subscribe(Aor.parse("sip:carol@example.org"))).isInstanceOf(SubscribeOutcome.Rejected.class);
        assertThat(sender.count()).isZero();
    }
}
