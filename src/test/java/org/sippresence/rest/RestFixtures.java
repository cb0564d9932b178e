package org.sippresence.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.PresenceAttribute;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleTrial;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.authorization.Selection;
import org.sippresence.authorization.Selector;
import org.sippresence.authorization.UnknownAttribute;
import org.sippresence.authorization.UserInput;
import org.sippresence.maintenance.Administration.AuthorizationReport;
import org.sippresence.maintenance.Administration.PresentityReport;
import org.sippresence.maintenance.Administration.SubscriptionReport;
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

/** Alice, who is watched by Bob. */
final class RestFixtures {

    static final Aor ALICE = Aor.parse("sip:alice@example.org");
    static final Aor BOB = Aor.parse("sip:bob@example.org");
    static final String TOKEN = "a-token-for-the-tests";

    private RestFixtures() {}

    static PresentityReport aliceIsOnline() {
        Publication publication = new Publication(
                "10-p1",
                ALICE,
                EventName.PRESENCE,
                new EntityTag("10-e7"),
                Instant.parse("2026-11-22T02:00:00Z"),
                Instant.parse("2026-11-22T03:00:00Z"),
                Body.of(MediaType.PIDF, "<presence>\u00e9</presence>"),
                "sip:alice@example.org");
        return new PresentityReport(ALICE, true, List.of(publication), Body.of(MediaType.PIDF, "<composed/>"));
    }

    static PresentityReport offline(String uri) {
        return new PresentityReport(Aor.parse(uri), false, List.of(), Body.of(MediaType.PIDF, "<closed/>"));
    }

    /** A decision by two rules of which one matches, until the end of the day. */
    static AuthorizationReport bobSeesAlicesMood() {
        Permissions permissions = new Permissions(
                new Selection(
                        false,
                        Set.of(
                                new Selector(Selector.Kind.SERVICE_URI_SCHEME, "sip"),
                                new Selector(Selector.Kind.CLASS, "work"))),
                Selection.ALL,
                Selection.NONE,
                Set.of(PresenceAttribute.NOTE, PresenceAttribute.MOOD),
                UserInput.BARE,
                Set.of(new UnknownAttribute("urn:example", "weather")),
                false);
        return new AuthorizationReport(
                new RulesDecision(
                        Authorization.ALLOW,
                        permissions,
                        Optional.of("friends"),
                        "rule \"friends\" says allow",
                        Instant.parse("2026-11-23T00:00:00Z")),
                new DecisionContext(Instant.parse("2026-11-22T02:00:00Z"), Optional.of("work")),
                List.of(
                        new RuleTrial("index", "friends", Authorization.ALLOW, Optional.empty()),
                        new RuleTrial(
                                "index",
                                "enemies",
                                Authorization.POLITE_BLOCK,
                                Optional.of("identity: another one is meant"))),
                Optional.of(Body.of(MediaType.PIDF, "<filtered/>")),
                true);
    }

    /** A decision without any rules. */
    static AuthorizationReport pending(Instant at, Optional<String> sphere) {
        return decided(Authorization.CONFIRM, new DecisionContext(at, sphere));
    }

    /** The same for everybody. */
    static AuthorizationReport decided(Authorization handling, DecisionContext situation) {
        RulesDecision verdict = Authorizer.always(handling).decide(Requester.of(BOB));
        return new AuthorizationReport(verdict, situation, List.of(), Optional.empty(), false);
    }

    static SubscriptionReport bobWatchesAlice() {
        Dialog dialog = new Dialog(
                new DialogId("call-1", "local-1", "remote-1"),
                ALICE.uri(),
                BOB.uri(),
                "sip:bob@192.0.2.7:5062",
                List.of("sip:proxy.example.org;lr"),
                "sip:127.0.0.1:5060",
                "udp",
                4);
        Subscription subscription = new Subscription(
                "10-s1",
                ALICE,
                new EventId(EventName.PRESENCE, "7"),
                new Watcher(BOB, "Bob", "phone/1"),
                dialog,
                new SubscriptionState.Active(),
                new Preferences(MediaType.PIDF, Optional.empty(), Map.of()),
                new Lifecycle(
                        Instant.parse("2026-11-22T02:00:00Z"),
                        Instant.parse("2026-11-22T03:00:00Z"),
                        SubscriptionEvent.SUBSCRIBED));
        return new SubscriptionReport(subscription, 12);
    }
}
