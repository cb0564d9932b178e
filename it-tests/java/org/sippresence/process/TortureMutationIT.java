package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.RawClient;
import org.sippresence.sipclient.Transport;

/**
 * The messages of {@link TortureIT} with bytes changed, removed, repeated and inserted. The random seed is fixed, so
 * that failures are reproducible; {@code -Dtorture.seed} and {@code -Dtorture.mutations} override it and the number of
 * mutations.
 */
class TortureMutationIT {

    private static final long SEED = Long.getLong("torture.seed", 4475);
    private static final int MUTATIONS = Integer.getInteger("torture.mutations", 2_000);
    private static final int BETWEEN_SIGNS_OF_LIFE = 100;
    private static final int LONGEST_PIECE = 40;
    private static final long MOST_LINES = 20;

    @TempDir
    private Path data;

    private final Random random = new Random(SEED);

    @Test
    void mutatedTheyDoNoHarm() {
        List<TortureCase> cases = TortureCase.all();
        try (ServerProcess server =
                        ServerProcess.started(data, Map.of("auth", "none", "domains", "example.com,example.org"));
                RawClient client =
                        RawClient.open(Transport.UDP, server, new InetSocketAddress(TortureIT.CLIENT, 5060))) {
            for (int i = 1; i <= MUTATIONS; i++) {
                client.send(mutated(cases.get(random.nextInt(cases.size())).message()));
                if (i % BETWEEN_SIGNS_OF_LIFE == 0) {
                    TortureIT.assertAlive(server, Transport.UDP);
                }
            }
            TortureIT.assertAlive(server, Transport.TCP);
            TortureIT.assertSilentLog(server);
            assertThat(server.log().lines().count()).as(server::log).isLessThanOrEqualTo(MOST_LINES);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + SEED, e);
        }
    }

    private byte[] mutated(byte[] message) {
        byte[] bytes = message;
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(LONGEST_PIECE));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> { // changes a byte
                out.write(random.nextInt(256));
                out.write(bytes, from + 1, bytes.length - from - 1);
            }
            case 1 -> {} // removes the rest
            case 2 -> out.write(bytes, to, bytes.length - to);
            case 3 -> { // repeats a piece
                for (int times = random.nextInt(5); times >= 0; times--) {
                    out.write(bytes, from, to - from);
                }
                out.write(bytes, from, bytes.length - from);
            }
            default -> {
                byte[] more = new byte[1 + random.nextInt(8)];
                random.nextBytes(more);
                out.writeBytes(more);
                out.write(bytes, from, bytes.length - from);
            }
        }
        return out.toByteArray();
    }
}
