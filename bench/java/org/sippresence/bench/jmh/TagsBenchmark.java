package org.sippresence.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.sippresence.model.Aor;
import org.sippresence.model.RandomIdentifiers;

/** Operations of every request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TagsBenchmark {

    private final RandomIdentifiers tags = new RandomIdentifiers("");

    @Benchmark
    public String entityTag() {
        return tags.next();
    }

    /** As by concurrent lanes. */
    @Benchmark
    @Threads(4)
    public String entityTagInFourThreads() {
        return tags.next();
    }

    @Benchmark
    public Aor addressOfRecord() {
        return Aor.parse("sip:alice@Example.org;transport=udp");
    }
}
