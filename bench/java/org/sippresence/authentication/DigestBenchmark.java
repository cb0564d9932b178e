package org.sippresence.authentication;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;

/** The steps of verifying Digest credentials. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DigestBenchmark {

    private static final String REALM = "example.org";

    private final Nonces nonces = new Nonces(Clock.systemUTC(), Duration.ofDays(1), 1_000_000);
    private final String nonce = nonces.create(REALM);
    private final String ha1 = Hashes.hash("SHA-256", "alice:example.org:secret");
    private final DigestClaim claim = new DigestClaim("PUBLISH", Optional.empty(), Optional.empty());
    private final String header = "Digest username=\"alice\", realm=\"example.org\", nonce=\"" + nonce
            + "\", uri=\"sip:alice@example.org\", response=\"" + ha1
            + "\", algorithm=SHA-256, cnonce=\"0a4f113b\", qop=auth, nc=00000001";
    private final Credentials credentials = Credentials.parse(header).orElseThrow();

    @Benchmark
    public Object readCredentials() {
        return Credentials.parse(header);
    }

    @Benchmark
    public Object createNonce() {
        return nonces.create(REALM);
    }

    @Benchmark
    public Object readNonce() {
        return nonces.read(nonce, REALM);
    }

    @Benchmark
    public Object computeSha256() {
        return compute(Algorithm.SHA_256);
    }

    @Benchmark
    public Object computeMd5() {
        return compute(Algorithm.MD5);
    }

    private String compute(Algorithm algorithm) {
        return DigestResponse.compute(algorithm, ha1, credentials.use(), credentials.request(algorithm, claim));
    }
}
