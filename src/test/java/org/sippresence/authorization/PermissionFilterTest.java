package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.EVERYTHING;
import static org.sippresence.authorization.AuthorizationFixtures.filtered;
import static org.sippresence.authorization.AuthorizationFixtures.permissions;
import static org.sippresence.authorization.AuthorizationFixtures.presence;
import static org.sippresence.authorization.AuthorizationFixtures.print;
import static org.sippresence.authorization.AuthorizationFixtures.read;
import static org.sippresence.authorization.AuthorizationFixtures.requester;
import static org.sippresence.authorization.AuthorizationFixtures.resource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sippresence.model.Aor;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.Tuple;
import org.sippresence.xml.Element;

/** Each transformation of RFC 5025 section 3.3 on a document that has something for each. */
final class PermissionFilterTest {

    private static final String ALL_SERVICES = "<pr:provide-services><pr:all-services/></pr:provide-services>";
    private static final String ALL_PERSONS = "<pr:provide-persons><pr:all-persons/></pr:provide-persons>";
    private static final String ALL_DEVICES = "<pr:provide-devices><pr:all-devices/></pr:provide-devices>";
    private static final String ALL = ALL_SERVICES + ALL_PERSONS + ALL_DEVICES;

    record Selecting(String transformations, List<String> tuples, List<String> others) {}

    static Stream<Selecting> selections() {
        return Stream.of(
                new Selecting(ALL_SERVICES, List.of("phone", "mail"), List.of()),
                services("<pr:class>biz</pr:class>", "phone"),
                services("<pr:class>BIZ</pr:class>"),
                services("<pr:occurrence-id>mail</pr:occurrence-id>", "mail"),
                services("<pr:occurrence-id>MAIL</pr:occurrence-id>"),
                services("<pr:service-uri>mailto:alice@example.org</pr:service-uri>", "mail"),
                services("<pr:service-uri>sip:alice@192.0.2.1:5062;transport=TCP</pr:service-uri>", "phone"),
                services("<pr:service-uri>sip:alice@192.0.2.1</pr:service-uri>"),
                services("<pr:service-uri-scheme>sip</pr:service-uri-scheme>", "phone"),
                services("<pr:service-uri-scheme>sips</pr:service-uri-scheme>"),
                services("<pr:service-uri-scheme>mail</pr:service-uri-scheme>"),
                services("<pr:class>home</pr:class><pr:occurrence-id>phone</pr:occurrence-id>", "phone", "mail"),
                services("<pr:deviceID>urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6</pr:deviceID>"),
                new Selecting(ALL_PERSONS, List.of(), List.of("p1")),
                other("persons", "<pr:class>calendar</pr:class>", "p1"),
                other("persons", "<pr:class>biz</pr:class>"),
                other("persons", "<pr:occurrence-id>p1</pr:occurrence-id>", "p1"),
                other("persons", "<pr:occurrence-id>pc</pr:occurrence-id>"),
                new Selecting(ALL_DEVICES, List.of(), List.of("pc")),
                other("devices", "<pr:class>biz</pr:class>", "pc"),
                other("devices", "<pr:deviceID>urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6</pr:deviceID>", "pc"),
                other("devices", "<pr:deviceID>urn:uuid:00000000-7dec-11d0-a765-00a0c91e6bf6</pr:deviceID>"),
                other("devices", "<pr:occurrence-id>pc</pr:occurrence-id>", "pc"),
                other("devices", "<pr:occurrence-id>p1</pr:occurrence-id>"));
    }

    private static Selecting services(String members, String... tuples) {
        return new Selecting("<pr:provide-services>" + members + "</pr:provide-services>", List.of(tuples), List.of());
    }

    private static Selecting other(String what, String members, String... ids) {
        String element = "pr:provide-" + what;
        return new Selecting("<" + element + ">" + members + "</" + element + ">", List.of(), List.of(ids));
    }

    /** What a watcher sees of the example with these transformations. */
    private static Pidf seen(String transformations) {
        return filtered(presence(), permissions(transformations));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void showsTheServicesPersonsAndDevicesThatAreProvided(Selecting given) {
        Pidf seen = seen(given.transformations());

        boolean ofServices = !given.transformations().contains("provide-persons")
                && !given.transformations().contains("provide-devices");
        List<String> none =
                ofServices ? offline().tuples().stream().map(Tuple::id).toList() : List.of();
        assertThat(seen.tuples()).extracting(Tuple::id).isEqualTo(given.tuples().isEmpty() ? none : given.tuples());
        assertThat(seen.extensions())
                .extracting(each -> each.attribute("id").orElse(""))
                .isEqualTo(given.others());
    }

    /** What each permission alone adds to what is always seen, in the order service, person, device. */
    @ParameterizedTest
    @CsvSource({
        "activities, '', activities, ''",
        "class, class, class, class",
        "deviceID, deviceID, '', ''",
        "mood, '', mood, ''",
        "place-is, '', place-is, ''",
        "place-type, '', place-type, ''",
        "privacy, privacy, privacy, ''",
        "relationship, relationship, '', ''",
        "sphere, '', sphere, ''",
        "status-icon, status-icon, status-icon, ''",
        "time-offset, '', time-offset, ''",
        "note, '', note, note"
    })
    void showsTheAttributesThatAreProvided(String name, String service, String person, String device) {
        String permission = "<pr:provide-" + name + ">true</pr:provide-" + name + ">";
        Pidf seen = seen(ALL + permission);

        assertThat(names(seen.tuples().get(0).extensions()))
                .containsExactlyInAnyOrderElementsOf(join(service, "service-class"));
        assertThat(names(seen.extensions().get(0).children())).isEqualTo(join(person, "timestamp"));
        assertThat(names(seen.extensions().get(1).children()))
                .containsExactlyInAnyOrderElementsOf(join(device, "deviceID", "timestamp"));
        boolean notes = name.equals("note");
        assertThat(seen.tuples().get(0).notes()).hasSize(notes ? 1 : 0);
        assertThat(seen.notes()).hasSize(notes ? 1 : 0);
        assertThat(print(seen)).doesNotContain("secret", "busy");
    }

    private static List<String> join(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static List<String> names(List<Element> elements) {
        return elements.stream().map(Element::name).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "false, ''",
        "bare, <rpid:user-input>idle</rpid:user-input>",
        "thresholds, '<rpid:user-input idle-threshold=\"600\">idle</rpid:user-input>'",
        "full, '<rpid:user-input idle-threshold=\"600\" last-input=\"2005-10-27T16:49:00Z\">idle</rpid:user-input>'"
    })
    void showsAsMuchOfUserInputAsIsProvided(String value, String expected) {
        String transformations = ALL_SERVICES + "<pr:provide-user-input>" + value + "</pr:provide-user-input>";
        String printed = print(seen(transformations));

        int at = printed.indexOf("<rpid:user-input");
        int end = printed.indexOf("</rpid:user-input>") + "</rpid:user-input>".length();
        assertThat(at < 0 ? "" : printed.substring(at, end)).isEqualTo(expected);
    }

    @Test
    void showsAnUnknownAttributeOnlyByItsFullName() {
        String right = "ns='urn:vendor-specific:foo-namespace' name='foo'";

        assertThat(foos("ns='urn:vendor-specific:foo-namespace' name='bar'", "true"))
                .isZero();
        assertThat(foos("ns='urn:other' name='foo'", "true")).isZero();
        assertThat(foos(right, "false")).isZero();
        assertThat(foos(right, "true")).isEqualTo(3);
    }

    private static int foos(String attributes, String value) {
        String permission =
                "<pr:provide-unknown-attribute " + attributes + ">" + value + "</pr:provide-unknown-attribute>";
        String printed = print(seen(ALL + permission));
        return printed.split("</foo:foo>", -1).length - 1;
    }

    @Test
    void noPermissionForSomethingUnknownShowsWhatHasItsOwn() {
        String permission =
                "<pr:provide-unknown-attribute ns='urn:ietf:params:xml:ns:pidf:rpid' name='mood'>true</pr:provide-unknown-attribute>";

        assertThat(print(seen(ALL + permission))).doesNotContain("mood");
    }

    @Test
    void showsEverythingWhenEverythingIsProvided() {
        Pidf document = presence();

        assertThat(filtered(document, permissions(EVERYTHING))).isSameAs(document);
    }

    @Test
    void showsEveryAttributeOfWhatIsProvided() {
        String transformations =
                "<pr:provide-services><pr:class>biz</pr:class></pr:provide-services>" + "<pr:provide-all-attributes/>";
        Pidf seen = seen(transformations);

        assertThat(seen.tuples()).containsExactly(presence().tuples().get(0));
        assertThat(seen.extensions()).isEmpty();
        assertThat(seen.notes()).isEmpty();
    }

    @Test
    void mustUnderstandIsNoReasonToShowWhatNobodyAllowed() {
        String document = """
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:p="urn:ietf:params:xml:ns:pidf" xmlns:x="urn:x"
                    entity="sip:alice@example.org"><tuple id="t"><status><basic>open</basic><x:a p:mustUnderstand="1"/>\
                </status><x:b p:mustUnderstand="true">secret</x:b></tuple><x:c p:mustUnderstand="1"/></presence>""";

        assertThat(print(filtered(presence(document), permissions(ALL))))
                .doesNotContain("x:", "urn:x", "mustUnderstand", "secret");
        assertThat(print(filtered(presence(document), permissions(EVERYTHING)))).contains("<x:a", "<x:b", "<x:c");
    }

    @Test
    void whatIsGoneLeavesNoNamespaceNoSpaceAndNoAttribute() {
        String person = "<d:person xmlns:d='urn:ietf:params:xml:ns:pidf:data-model' id='p'%s>%s</d:person>";
        String plain = String.format(person, "", "");
        String rich = String.format(
                person,
                " xmlns:y='urn:y' y:mark='1'",
                "\n  <y:a>y:b</y:a>\n  <r:mood xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'><r:sad/></r:mood>\n");

        assertThat(print(filtered(whole(rich), permissions(ALL))))
                .isEqualTo(print(filtered(whole(plain), permissions(ALL))))
                .isEqualTo(print(whole(plain)));
    }

    @Test
    void userInputLeavesNothingOfItsAttributes() {
        String tuple = "<tuple id='t'><status/><r:user-input xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'%s>idle"
                + "</r:user-input></tuple>";
        String bare = ALL + "<pr:provide-user-input>bare</pr:provide-user-input>";
        Pidf rich = whole(String.format(tuple, " xmlns:y='urn:y' y:mark='1' last-input='2005-10-27T16:49:00Z'"));

        assertThat(print(filtered(rich, permissions(bare)))).isEqualTo(print(whole(String.format(tuple, ""))));
    }

    private static Pidf whole(String inside) {
        String tuple = inside.startsWith("<tuple") ? "" : "<tuple id='t'><status><basic>open</basic></status></tuple>";
        return presence("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.org'>" + tuple + inside
                + "</presence>");
    }

    @Test
    void whatSpeaksOfThePresentityAsAWholeNeedsAllPersons() {
        Pidf document = whole("<note>away</note><r:mood xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'/>");
        String attributes = "<pr:provide-note>true</pr:provide-note><pr:provide-mood>true</pr:provide-mood>";
        String one = "<pr:provide-persons><pr:occurrence-id>p</pr:occurrence-id></pr:provide-persons>";

        assertThat(filtered(document, permissions(ALL_SERVICES + ALL_PERSONS + attributes)))
                .isEqualTo(document);
        Pidf less = filtered(document, permissions(ALL_SERVICES + one + attributes));
        assertThat(less.notes()).isEmpty();
        assertThat(less.extensions()).isEmpty();
    }

    @Test
    void anEmptiedDocumentIsThatOfSomebodyOffline() {
        Pidf emptied = filtered(presence(), Permissions.none());

        assertThat(emptied).isEqualTo(offline());
        assertThat(filtered(offline(), Permissions.none())).isEqualTo(offline());
        for (PidfFormat each : PidfFormat.values()) {
            assertThat(each.print(emptied).text())
                    .isEqualTo(each.print(offline()).text());
        }
    }

    /** A closed tuple beside the open services of the presentity would be a lie (RFC 5025 section 3.3.1). */
    @Test
    void whoMaySeePersonsOrDevicesOnlyGetsNoTuple() {
        Pidf open = whole("");
        for (String only : List.of(ALL_PERSONS, "<pr:provide-devices><pr:all-devices/></pr:provide-devices>")) {
            for (Pidf document : List.of(open, presence(), offline())) {
                Pidf seen = filtered(document, permissions(only));

                assertThat(seen.tuples()).as(only).isEmpty();
                assertThat(presence(print(seen))).as("no tuple is valid").isEqualTo(seen);
            }
        }
    }

    @Test
    void noClosedTupleStandsBesideAPersonThatIsSeen() {
        String other = "<pr:provide-services><pr:occurrence-id>other</pr:occurrence-id></pr:provide-services>";

        Pidf seen = seen(ALL_PERSONS + other);

        assertThat(seen.tuples()).isEmpty();
        assertThat(seen.extensions()).hasSize(1);
    }

    @Test
    void anOccurrenceIdMayBeTheOneOfThePublication() {
        Permissions permissions =
                permissions("<pr:provide-services><pr:occurrence-id>a</pr:occurrence-id></pr:provide-services>");
        Map<String, String> published = Map.of("phone", "a", "mail", "b");

        Pidf seen = PermissionFilter.apply(presence(), permissions, published::get);

        assertThat(seen.tuples()).extracting(Tuple::id).containsExactly("phone");
    }

    @Test
    void filteringTwiceIsFilteringOnce() {
        for (Selecting each : selections().toList()) {
            String classes = each.transformations() + "<pr:provide-class>true</pr:provide-class>";
            Permissions permissions = permissions(classes);
            Pidf once = filtered(presence(), permissions);

            assertThat(filtered(once, permissions)).isEqualTo(once);
        }
    }

    @Test
    void theExampleOfTheRfcShowsWhatTheRfcSays() {
        RulesDecision verdict = RuleSet.of(List.of(read(resource("rfc5025-example.xml"))))
                .verdict(requester("sip:user@example.com"), AuthorizationFixtures.NOW);

        assertThat(print(filtered(presence(), verdict.permissions()))).isEqualTo(golden("rfc5025-example.xml"));
    }

    @Test
    void omasRulesShowWhatTheySay() {
        ExternalLists lists =
                list -> Set.of(Aor.parse(list.contains("granted") ? "sip:friend@x.org" : "sip:foe@x.org"));
        RuleSet rules = RuleSet.of(List.of(read(resource("oma-rules.xml"))), lists);
        RulesDecision granted = rules.verdict(requester("sip:friend@x.org"), AuthorizationFixtures.NOW);
        RulesDecision own = rules.verdict(requester("sip:alice@example.org"), AuthorizationFixtures.NOW);

        assertThat(print(filtered(presence(), granted.permissions()))).isEqualTo(golden("oma-granted.xml"));
        assertThat(filtered(presence(), own.permissions())).isEqualTo(presence());
    }

    private static Pidf offline() {
        return PidfMerge.offline(Aor.parse("sip:alice@example.org"));
    }

    private static String golden(String name) {
        return new String(resource("filtered/" + name), StandardCharsets.UTF_8);
    }

    private static final String OMA = """
            <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:op="urn:oma:xml:prs:pidf:oma-pres" \
            xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" \
            entity="sip:alice@example.org">\
            <tuple id="poc"><status><basic>open</basic><gp:geopriv>here</gp:geopriv></status>\
            <op:service-description><op:service-id>org.openmobilealliance:PoC-session</op:service-id>\
            <op:version>1.0</op:version></op:service-description>\
            <op:willingness><op:basic>open</op:basic></op:willingness>\
            <op:session-participation><op:basic>closed</op:basic></op:session-participation>\
            <op:registration-state>active</op:registration-state><op:barring-state>active</op:barring-state></tuple>\
            <tuple id="im"><status><basic>open</basic></status></tuple>\
            <dm:person id="p1"><op:overriding-willingness><op:basic>open</op:basic></op:overriding-willingness></dm:person>\
            <dm:device id="pc"><op:network-availability><op:network id="IMS"><op:active/></op:network>\
            </op:network-availability><dm:deviceID>urn:uuid:1</dm:deviceID></dm:device></presence>""";

    @ParameterizedTest
    @CsvSource({
        "provide-willingness, true, op:willingness op:overriding-willingness",
        "provide-session-participation, true, op:session-participation",
        "provide-registration-state, 1, op:registration-state",
        "provide-barring-state, true, op:barring-state",
        "provide-network-availability, true, op:network-availability",
        "provide-geopriv, full, gp:geopriv",
        "provide-geopriv, false, ''",
        "provide-willingness, false, ''",
    })
    void omasPermissionsShowWhatTheyAreAboutAndNothingElse(String permission, String word, String shown) {
        String granted = ALL + "<op:" + permission + ">" + word + "</op:" + permission + ">";
        String seen = print(filtered(presence(OMA), permissions(granted)));

        List<String> all = List.of(
                "op:willingness",
                "op:overriding-willingness",
                "op:session-participation",
                "op:registration-state",
                "op:barring-state",
                "op:network-availability",
                "gp:geopriv");
        assertThat(all.stream().filter(each -> seen.contains("<" + each + ">")).toList())
                .containsExactlyElementsOf(
                        all.stream().filter(List.of(shown.split(" "))::contains).toList());
    }

    @Test
    void omasServiceIdSelectsAService() {
        String selection = "<pr:provide-services><op:service-id>org.openmobilealliance:PoC-session</op:service-id>"
                + "</pr:provide-services>";
        assertThat(filtered(presence(OMA), permissions(selection)).tuples())
                .extracting(Tuple::id)
                .containsExactly("poc");
        assertThat(filtered(presence(OMA), permissions(selection.replace("PoC", "poc")))
                        .tuples())
                .extracting(Tuple::id)
                .doesNotContain("poc", "im");
    }

    @Test
    void whatWasShownAsUnknownBeforeItHadAPermissionIsStillShown() {
        String asUnknown = ALL
                + "<pr:provide-unknown-attribute ns='urn:oma:xml:prs:pidf:oma-pres' name='willingness'>true"
                + "</pr:provide-unknown-attribute>";
        assertThat(print(filtered(presence(OMA), permissions(asUnknown))))
                .contains("<op:willingness>")
                .doesNotContain("overriding", "session-participation");
    }
}
