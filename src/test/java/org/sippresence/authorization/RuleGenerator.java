package org.sippresence.authorization;

import static org.sippresence.authorization.AuthorizationFixtures.NOON;
import static org.sippresence.authorization.AuthorizationFixtures.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sippresence.model.Aor;

/** Makes rules, requesters, situations and presence documents at random, from words so few that they often meet. */
final class RuleGenerator {

    private static final List<String> SPHERES = List.of("work", "home", "travel");
    private static final List<String> ATTRIBUTES = List.of("activities", "class", "deviceID", "mood", "note", "sphere");
    private static final List<String> HANDLINGS = List.of("block", "confirm", "polite-block", "allow", "allow", "");

    private final Random random;

    RuleGenerator(Random random) {
        this.random = random;
    }

    List<String> rules(boolean withOthers) {
        List<String> rules = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            rules.add(rule("r" + i, conditions(withOthers), pick(HANDLINGS), transformations()));
        }
        return rules;
    }

    String matchingRule() {
        return rule("z", "", pick(HANDLINGS), transformations());
    }

    Requester requester() {
        return switch (random.nextInt(8)) {
            case 0 -> Requester.unknown();
            case 1 -> new Requester(List.of(Aor.parse(uri()), Aor.parse("tel:+1" + random.nextInt(3))), false);
            case 2 -> new Requester(List.of(Aor.parse(uri())), true);
            default -> Requester.of(Aor.parse(uri()));
        };
    }

    DecisionContext situation() {
        return new DecisionContext(
                NOON.plusSeconds(random.nextInt(100)),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(pick(SPHERES)));
    }

    private String uri() {
        return "sip:u" + random.nextInt(4) + '@' + domain();
    }

    private String domain() {
        return pick(List.of("a.org", "b.org"));
    }

    private String conditions(boolean withOthers) {
        return some(0, 2, i -> condition(withOthers));
    }

    /** From this to that many texts, numbered from 1. */
    private String some(int least, int most, IntFunction<String> text) {
        return IntStream.rangeClosed(1, least + random.nextInt(most - least + 1))
                .mapToObj(text)
                .collect(Collectors.joining());
    }

    private String condition(boolean withOthers) {
        return switch (random.nextInt(withOthers ? 9 : 8)) {
            case 0, 1, 2, 3 -> identity();
            case 4 -> "<sphere value='" + pick(SPHERES) + ' ' + pick(SPHERES) + "'/>";
            case 5 -> validity();
            case 6 -> "<ocp:external-list><ocp:entry anc='list'/></ocp:external-list>";
            case 7 -> pick(List.of("<ocp:anonymous-request/>", "<x:weather/>", "<anonymous/>"));
            default -> "<ocp:other-identity/>";
        };
    }

    private String identity() {
        List<Supplier<String>> identities = List.of(
                () -> "<one id='" + uri() + "'/>",
                () -> "<one id='tel:+1" + random.nextInt(3) + "'/>",
                () -> "<many/>",
                () -> "<many domain='" + domain() + "'><except id='" + uri() + "'/></many>",
                () -> "<many><except domain='" + domain() + "'/></many>",
                () -> "<many><except/></many>",
                () -> "<id>" + uri() + "</id>",
                () -> "<domain domain='" + domain() + "'/><except entity='u1'/>",
                () -> "<x:other/>");
        return "<identity>" + some(1, 3, i -> pick(identities).get()) + "</identity>";
    }

    private String validity() {
        return "<validity>" + some(1, 3, i -> window()) + "</validity>";
    }

    private String window() {
        Instant from = NOON.plusSeconds(random.nextInt(100));
        return AuthorizationFixtures.window(
                from.toString(), from.plusSeconds(random.nextInt(30)).toString());
    }

    private String transformations() {
        List<Supplier<String>> permissions = List.of(
                () -> provide("services", pick(List.of("<pr:all-services/>", "<pr:class>c1</pr:class>"))),
                () -> provide("services", "<pr:service-uri-scheme>sip</pr:service-uri-scheme>"),
                () -> provide("services", "<pr:occurrence-id>t1</pr:occurrence-id>"),
                () -> provide("persons", pick(List.of("<pr:all-persons/>", "<pr:occurrence-id>p0</pr:occurrence-id>"))),
                () -> provide("devices", pick(List.of("<pr:all-devices/>", "<pr:deviceID>urn:d:1</pr:deviceID>"))),
                () -> provide(pick(ATTRIBUTES), pick(List.of("true", "true", "false"))),
                () -> provide("user-input", pick(List.of("false", "bare", "thresholds", "full"))),
                () -> "<pr:provide-unknown-attribute ns='urn:y' name='y'>true</pr:provide-unknown-attribute>",
                () -> "<pr:provide-all-attributes/>");
        return some(0, 5, i -> pick(permissions).get());
    }

    private static String provide(String what, String inside) {
        return "<pr:provide-" + what + ">" + inside + "</pr:provide-" + what + ">";
    }

    /** A presence document of Alice. */
    String presence() {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:y='urn:y'"
                + " xmlns:d='urn:ietf:params:xml:ns:pidf:data-model' xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'"
                + " entity='sip:alice@example.org'>"
                + some(
                        0,
                        3,
                        i -> "<tuple id='t" + i + "'><status><basic>open</basic>" + attributes() + "</status>"
                                + attributes() + "<contact>" + pick(List.of("sip:a@b.org", "mailto:a@b.org"))
                                + "</contact>"
                                + pick(List.of("", "<note>n</note>")) + "</tuple>")
                + pick(List.of("", "<note>all</note>", "<r:mood/>", "<y:y/>"))
                + some(0, 2, i -> "<d:person id='p" + (i - 1) + "'>" + attributes() + "</d:person>")
                + some(
                        0,
                        2,
                        i -> "<d:device id='d" + i + "'>" + attributes() + "<d:deviceID>urn:d:" + i
                                + "</d:deviceID></d:device>")
                + "</presence>";
    }

    private String attributes() {
        List<String> attributes = List.of(
                "<r:activities><r:away/></r:activities>",
                "<r:class>c1</r:class>",
                "<r:mood><r:sad/></r:mood>\n",
                "<r:sphere>work</r:sphere> ",
                "<d:note>dn</d:note>",
                "<d:timestamp>2005-05-30T16:09:44Z</d:timestamp>",
                "<r:user-input idle-threshold='6' last-input='2005-05-30T16:09:44Z'>idle</r:user-input>",
                "<y:y y:z='1'><y:v/></y:y>",
                "<z:z xmlns:z='urn:z'>z:q</z:z>");
        return some(0, 4, i -> pick(attributes));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
