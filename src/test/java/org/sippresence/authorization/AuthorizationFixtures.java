package org.sippresence.authorization;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sippresence.model.Aor;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfCodec;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.testkit.Resources;
import org.sippresence.xml.MalformedXmlException;

/** Rules, their watchers and documents. */
public final class AuthorizationFixtures {

    static final Requester BOB = requester("sip:bob@example.com");
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final DecisionContext NOW = new DecisionContext(NOON, Optional.empty());

    public static final String EVERYTHING = """
            <pr:provide-services><pr:all-services/></pr:provide-services>\
            <pr:provide-persons><pr:all-persons/></pr:provide-persons>\
            <pr:provide-devices><pr:all-devices/></pr:provide-devices>\
            <pr:provide-all-attributes/>""";

    private static final PidfCodec CODEC = new PidfCodec(1 << 20);

    private AuthorizationFixtures() {}

    static Requester requester(String uri) {
        return Requester.of(Aor.parse(uri));
    }

    public static String ruleset(String inside) {
        return "<ruleset xmlns=\"urn:ietf:params:xml:ns:common-policy\" xmlns:pr=\"urn:ietf:params:xml:ns:pres-rules\""
                + " xmlns:im=\"urn:iptel:xml:ns:im-rules\" xmlns:ocp=\"urn:oma:xml:xdm:common-policy\""
                + " xmlns:op=\"urn:oma:xml:prs:pres-rules\""
                + " xmlns:x=\"urn:example:extension\">" + inside + "</ruleset>";
    }

    public static String rule(String id, String conditions, String handling, String transformations) {
        String action = handling.isEmpty() ? "" : "<pr:sub-handling>" + handling + "</pr:sub-handling>";
        return "<rule id=\"" + id + "\"><conditions>" + conditions + "</conditions><actions>" + action
                + "</actions><transformations>" + transformations + "</transformations></rule>";
    }

    public static String one(String uri) {
        return "<identity><one id=\"" + uri + "\"/></identity>";
    }

    static String window(String from, String until) {
        return "<from>" + from + "</from><until>" + until + "</until>";
    }

    static String validity(String from, String until) {
        return "<validity>" + window(from, until) + "</validity>";
    }

    /** The context at this time with this sphere. */
    static DecisionContext at(Instant time, String sphere) {
        return new DecisionContext(time, Optional.of(sphere));
    }

    static RulesDocument document(String... rules) {
        return read(ruleset(String.join("", rules)).getBytes(StandardCharsets.UTF_8));
    }

    static RulesDocument read(byte[] document) {
        try {
            return RulesReader.read("rules.xml", document);
        } catch (MalformedXmlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static RuleSet rules(String... rules) {
        return RuleSet.of(List.of(document(rules)));
    }

    /** The permissions that these transformations give. */
    static Permissions permissions(String transformations) {
        RuleSet rules = rules(rule("r", "", "allow", transformations));
        return rules.verdict(BOB, NOW).permissions();
    }

    /** What a watcher with these permissions sees. */
    static Pidf filtered(Pidf document, Permissions permissions) {
        return PermissionFilter.apply(document, permissions, UnaryOperator.identity());
    }

    static Pidf presence() {
        return presence(new String(resource("presence.xml"), StandardCharsets.UTF_8));
    }

    static Pidf presence(String text) {
        try {
            return CODEC.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedXmlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String print(Pidf document) {
        return PidfFormat.PIDF.print(document).text();
    }

    static byte[] resource(String name) {
        return Resources.read("/authorization/" + name);
    }
}
