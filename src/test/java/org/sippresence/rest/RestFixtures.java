package org.sippresence.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesReader;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.Watcher;
import org.sippresence.testkit.Fixtures;
import org.sippresence.xml.MalformedXmlException;

/** Alice, who is watched by Bob. */
final class RestFixtures {

    static final Aor ALICE = Fixtures.alice();
    static final Aor BOB = Fixtures.bob();
    static final String TOKEN = "a-token-for-the-tests";

    /** Alice's publication, from noon to an hour later. */
    static final Publication PUBLICATION = publication("<presence>\u00e9</presence>");

    /** Bob's subscription to Alice, from noon to an hour later. */
    static final Subscription SUBSCRIPTION = new Subscription(
            "10-s1",
            ALICE,
            new EventId(EventName.PRESENCE, "7"),
            new Watcher(BOB, "Bob", "phone/1"),
            new Dialog(
                    new DialogId("call-1", "local-1", "remote-1"),
                    ALICE.uri(),
                    BOB.uri(),
                    "sip:bob@192.0.2.7:5062",
                    List.of("sip:proxy.example.org;lr"),
                    "sip:127.0.0.1:5060",
                    "udp",
                    4),
            new SubscriptionState.Active(),
            new Preferences(MediaType.PIDF, Optional.empty(), Map.of()),
            new Lifecycle(Fixtures.NOON, Fixtures.NOON.plusSeconds(3600), SubscriptionEvent.SUBSCRIBED));

    private RestFixtures() {}

    /** Alice's publication with this document. */
    static Publication publication(String document) {
        return new Publication(
                "10-p1",
                ALICE,
                EventName.PRESENCE,
                new EntityTag("10-e7"),
                Fixtures.NOON,
                Fixtures.NOON.plusSeconds(3600),
                Body.of(MediaType.PIDF, document),
                "sip:alice@example.org");
    }

    /** One rule that handles everybody so, without permissions. */
    static RuleSet everybody(String handling) {
        return rules(rule("all", "", handling, ""));
    }

    /** By day and at work Bob sees Alice's mood, a note and some services; it is Carol who is blocked politely. */
    static RuleSet bobSeesAlicesMood() {
        return rules(
                rule(
                        "friends",
                        "<cp:identity><cp:one id='sip:bob@example.org'/></cp:identity><cp:sphere value='work'/>"
                                + "<cp:validity><cp:from>2026-11-22T00:00:00Z</cp:from>"
                                + "<cp:until>2026-11-23T00:00:00Z</cp:until></cp:validity>",
                        "allow",
                        "<pr:provide-services><pr:service-uri-scheme>sip</pr:service-uri-scheme>"
                                + "<pr:class>work</pr:class></pr:provide-services>"
                                + "<pr:provide-persons><pr:all-persons/></pr:provide-persons>"
                                + "<pr:provide-mood>true</pr:provide-mood><pr:provide-note>true</pr:provide-note>"
                                + "<pr:provide-user-input>bare</pr:provide-user-input>"
                                + "<pr:provide-unknown-attribute ns='urn:example' name='weather'>true"
                                + "</pr:provide-unknown-attribute>"),
                rule("enemies", "<cp:identity><cp:one id='sip:carol@example.org'/></cp:identity>", "polite-block", ""));
    }

    private static String rule(String id, String conditions, String handling, String transformations) {
        return "<cp:rule id='" + id + "'><cp:conditions>" + conditions + "</cp:conditions><cp:actions><pr:sub-handling>"
                + handling + "</pr:sub-handling></cp:actions><cp:transformations>" + transformations
                + "</cp:transformations></cp:rule>";
    }

    private static RuleSet rules(String... rules) {
        String document = "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy'"
                + " xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>" + String.join("", rules) + "</cp:ruleset>";
        try {
            return RuleSet.of(List.of(RulesReader.read("index", document.getBytes(UTF_8))));
        } catch (MalformedXmlException e) {
            throw new AssertionError(e);
        }
    }
}
