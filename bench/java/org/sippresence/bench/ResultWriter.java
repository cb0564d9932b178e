package org.sippresence.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** Writes results: a JSON line for each phase to the file, a short readable line to the screen. */
final class ResultWriter {

    private final ObjectMapper json = new ObjectMapper();
    private final Optional<Path> file;
    private final PrintStream screen;
    private boolean clean = true;
    private boolean written = true;

    ResultWriter(Optional<Path> file, PrintStream screen) {
        this.file = file;
        this.screen = screen;
    }

    /** Whether every phase so far was clean. */
    boolean clean() {
        return clean;
    }

    /** Sets whether later phases are written to the file. */
    void written(boolean toTheFile) {
        written = toTheFile;
    }

    /** Writes the results of a phase. */
    void add(Map<String, Object> line) {
        if (file.isEmpty() || !written) {
            return;
        }
        try {
            String text = json.writeValueAsString(line) + '\n';
            Files.writeString(file.get(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new BenchFailure("cannot write " + file.get(), e);
        }
    }

    void print(String text) {
        screen.println(text);
    }

    /** Reports lost, repeated, reordered or wrong NOTIFYs, or unexpected responses. */
    void fault(String text) {
        clean = false;
        print(text);
    }
}
