package org.sippresence.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.events.presence.PresencePackage;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfCodec;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.PresenceSchema;
import org.sippresence.pidf.PublishedDocument;
import org.sippresence.xml.MalformedXmlException;

/** Presence documents: parsing, merging, printing, and all together as after a PUBLISH. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DocumentsBenchmark {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /** Publications of one presentity. */
    @Param({"1", "3"})
    int publications;

    private final PidfCodec codec = new PidfCodec(65_536);
    private final PresencePackage presence = new PresencePackage(65_536, OptionalInt.empty(), false);
    private byte[] body;
    private List<PublishedDocument> sources;
    private List<PublishedState> published;
    private Pidf merged;

    /** Before the first measurement. */
    @Setup
    public void prepare() throws MalformedXmlException {
        body = document(0);
        sources = sources();
        published = IntStream.range(0, publications)
                .mapToObj(
                        i -> new PublishedState("pub-" + i, NOON.plusSeconds(i), Body.of(MediaType.PIDF, document(i))))
                .toList();
        merged = PidfMerge.merge(ALICE, sources);
    }

    private List<PublishedDocument> sources() throws MalformedXmlException {
        List<PublishedDocument> all = new ArrayList<>();
        for (int i = 0; i < publications; i++) {
            all.add(new PublishedDocument("pub-" + i, NOON.plusSeconds(i), codec.parse(document(i))));
        }
        return all;
    }

    /** As a phone publishes it: 560 bytes. */
    static byte[] document(int number) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                    xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:alice@example.org">
                  <tuple id="t%d"><status><basic>open</basic></status>
                    <contact priority="0.8">sip:alice@192.0.2.%d:5060</contact></tuple>
                  <dm:person id="p%d"><rpid:activities><rpid:away/></rpid:activities><rpid:mood><rpid:happy/></rpid:mood>
                    <dm:note>gone for lunch</dm:note></dm:person>
                </presence>
                """.formatted(number, number, number).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Pidf read() throws MalformedXmlException {
        return codec.parse(body);
    }

    /** Schema validation only. */
    @Benchmark
    public Pidf conform() {
        return PresenceSchema.conform(sources.get(0).document());
    }

    @Benchmark
    public Pidf merge() {
        return PidfMerge.merge(ALICE, sources);
    }

    @Benchmark
    public Body print() {
        return PidfFormat.PIDF.print(merged);
    }

    /** Read, merged and printed. */
    @Benchmark
    public Body compose() {
        Document document = presence.composer().orElseThrow().compose(ALICE, published, List.of());
        return document.print(MediaType.PIDF);
    }
}
