package org.sippresence.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.MediaType;
import org.sippresence.notification.Notify;
import org.sippresence.sip.client.NotifyEncoder;
import org.sippresence.sip.client.ResponseHead;

/** Encoding of a NOTIFY, and parsing of its response. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NotifyBenchmark {

    private final Notify notify = new Notify(
            new Dialog(
                    new DialogId("f81d4fae-7dec-11d0-a765-00a0c91e6bf6@192.0.2.17", "Yx3kQ7tPz0aBcDeF", "a73kszlfl"),
                    "sip:alice@example.org",
                    "sip:bob@example.org",
                    "sip:bob@192.0.2.17:5062;transport=udp",
                    List.of(),
                    "sip:192.0.2.1:5060;transport=udp",
                    "udp",
                    1),
            17,
            "presence",
            "active;expires=3599",
            Optional.of(Body.of(MediaType.PIDF, "x".repeat(560))));

    private final byte[] answer = ("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch="
                    + ResponseHead.BRANCH_PREFIX
                    + "00000000000004d2;rport=5060\r\nFrom: <sip:alice@example.org>;tag=Yx3kQ7tPz0aBcDeF\r\n"
                    + "To: <sip:bob@example.org>;tag=a73kszlfl\r\nCall-ID: f81d4fae-7dec-11d0-a765-00a0c91e6bf6@192.0.2.17\r\n"
                    + "CSeq: 17 NOTIFY\r\nContent-Length: 0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    @Benchmark
    public byte[] build() {
        return NotifyEncoder.of(notify, "UDP 192.0.2.1:5060", 1234);
    }

    @Benchmark
    public Optional<ResponseHead> readAnswer() {
        return ResponseHead.read(answer, 0, answer.length);
    }
}
