package org.sippresence.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.authorization.RulesDocument;
import org.sippresence.authorization.RulesReader;
import org.sippresence.authorization.WatcherClass;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.events.presence.PresencePackage;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.xml.MalformedXmlException;

/** Rules: parsing, decisions, and filtering of a document. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RulesBenchmark {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final DecisionContext SITUATION = new DecisionContext(NOON, Optional.empty());

    /** Number of watchers in the rules. */
    @Param({"10", "1000"})
    int people;

    private final PresencePackage presence = new PresencePackage(65_536, OptionalInt.empty(), false);
    private final Requester friend = Requester.of(Aor.parse("sip:friend7@example.org"));
    private byte[] text;
    private RuleSet rules;
    private Permissions permissions;
    private Document composed;

    /** Before the first measurement. */
    @Setup
    public void prepare() throws MalformedXmlException {
        text = document(people);
        rules = RuleSet.of(List.of(RulesReader.read("", text)));
        permissions = rules.verdict(friend, SITUATION).permissions();
        Body body = Body.of(MediaType.PIDF, DocumentsBenchmark.document(1));
        composed = presence.composer()
                .orElseThrow()
                .compose(ALICE, List.of(new PublishedState("pub", NOON, body)), List.of());
    }

    private static byte[] document(int people) {
        String identities = IntStream.range(0, people)
                .mapToObj(i -> "<cp:one id=\"sip:friend" + i + "@example.org\"/>")
                .collect(Collectors.joining());
        return """
                <cp:ruleset xmlns:cp="urn:ietf:params:xml:ns:common-policy" xmlns:pr="urn:ietf:params:xml:ns:pres-rules">
                <cp:rule id="friends"><cp:conditions><cp:identity>%s</cp:identity></cp:conditions>
                <cp:actions><pr:sub-handling>allow</pr:sub-handling></cp:actions>
                <cp:transformations><pr:provide-services><pr:all-services/></pr:provide-services>
                <pr:provide-persons><pr:all-persons/></pr:provide-persons>
                <pr:provide-activities>true</pr:provide-activities></cp:transformations></cp:rule>
                <cp:rule id="others"><cp:conditions><cp:identity><cp:many domain="example.org"/></cp:identity></cp:conditions>
                <cp:actions><pr:sub-handling>polite-block</pr:sub-handling></cp:actions></cp:rule>
                </cp:ruleset>
                """.formatted(identities).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public RulesDocument read() throws MalformedXmlException {
        return RulesReader.read("", text);
    }

    /** Once for each watcher. */
    @Benchmark
    public WatcherClass classOf() {
        return rules.classOf(friend);
    }

    /** Once for each class of watchers. */
    @Benchmark
    public RulesDecision verdict() {
        return rules.verdict(friend, SITUATION);
    }

    /** Once for each view of a document. */
    @Benchmark
    public Body filter() {
        return presence.filter(composed, permissions).print(MediaType.PIDF);
    }
}
