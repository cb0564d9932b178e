package org.sippresence.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of {@code torture/expected.txt}: a message and its expected responses.
 *
 * @param name of its file, without the extension
 * @param port that a response over UDP is sent to
 * @param has text that a response contains
 */
record TortureCase(String name, int port, Expected udp, Expected tcp, List<String> has) {

    private static final String FOLDER = "/torture/";

    /**
     * The expected responses.
     *
     * @param lines status and reason of each response
     * @param closed whether the server closes the connection
     */
    record Expected(List<String> lines, boolean closed) {

        static Expected of(String text) {
            List<String> parts =
                    Arrays.stream(text.split(";", -1)).map(String::strip).toList();
            return new Expected(
                    parts.stream()
                            .filter(part -> !part.equals("-") && !part.equals("closed"))
                            .toList(),
                    parts.contains("closed"));
        }
    }

    static List<TortureCase> all() {
        return new String(bytes("expected.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(TortureCase::of)
                .toList();
    }

    private static TortureCase of(String line) {
        List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
        Expected udp = Expected.of(cells.get(2));
        return new TortureCase(
                cells.get(0),
                Integer.parseInt(cells.get(1)),
                udp,
                cells.get(3).equals("=") ? udp : Expected.of(cells.get(3)),
                Stream.of(cells.get(4).split(" && ", -1))
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    byte[] message() {
        return bytes(name + ".dat");
    }

    private static byte[] bytes(String file) {
        try (InputStream in = TortureCase.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("no " + FOLDER + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
