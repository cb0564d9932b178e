package org.sippresence.xcap.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapSettings;
import org.sippresence.settings.XcapSettings.Credentials;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.Limits;

/** Who asks for what. */
final class XcapClientFixtures {

    /** The tests' servers name users by their URIs. */
    private static final Documents BY_URI =
            new Documents("{auid}/users/{xui}/{file}", List.of("presence-rules.xml"), XcapSettings.UsernameMode.URI);

    private static final Limits LIMITS = Settings.of(Map.of()).xcap().limits();

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Aor ALICE = Aor.parse("sip:alice@example.org");
    static final Aor BOB = Aor.parse("sip:bob@example.org");
    static final Aor CAROL = Aor.parse("sip:carol@example.org");
    static final String ALICES = "pres-rules/users/sip:alice@example.org/presence-rules.xml";

    private XcapClientFixtures() {}

    /** A document that lets these watchers see. */
    static String allowing(Aor... watchers) {
        StringBuilder identities = new StringBuilder();
        for (Aor each : watchers) {
            identities.append("<one id=\"").append(each).append("\"/>");
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<ruleset xmlns=\"urn:ietf:params:xml:ns:common-policy\""
                + " xmlns:pr=\"urn:ietf:params:xml:ns:pres-rules\"><rule id=\"friends\">"
                + "<conditions><identity>" + identities + "</identity></conditions>"
                + "<actions><pr:sub-handling>allow</pr:sub-handling></actions><transformations/></rule></ruleset>";
    }

    static Authorization decision(RuleSet rules, Aor watcher) {
        return rules.verdict(Requester.of(watcher), new DecisionContext(NOON, Optional.empty()))
                .handling();
    }

    /** Whether the rules allow messages of the sender. */
    static boolean allows(ImRules rules, Aor sender) {
        return rules.decide(Requester.of(sender), new DecisionContext(NOON, Optional.empty()))
                        .handling()
                == Authorization.ALLOW;
    }

    static XcapSettings settings(URI root) {
        return settings(root, LIMITS);
    }

    static XcapSettings settings(URI root, Limits limits) {
        return new XcapSettings(Optional.of(root), BY_URI, limits, Optional.empty());
    }

    static XcapSettings settings(URI root, String user, String password) {
        return new XcapSettings(
                Optional.of(root),
                BY_URI,
                LIMITS,
                Optional.of(new Credentials(Optional.of(user).filter(name -> !name.isEmpty()), password)));
    }

    static XcapSettings settings(URI root, List<String> files) {
        Documents documents = new Documents("{auid}/users/{xui}/{file}", files, XcapSettings.UsernameMode.URI);
        return new XcapSettings(Optional.of(root), documents, LIMITS, Optional.empty());
    }

    static Limits timeout(Duration timeout) {
        return new Limits(timeout, Optional.of(Duration.ofMinutes(5)), 600, 262_144);
    }
}
