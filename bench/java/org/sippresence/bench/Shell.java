package org.sippresence.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Runs shell commands in other threads than the generator's. */
final class Shell {

    private Shell() {}

    /**
     * Runs a command.
     *
     * @return its output; fails with a {@link BenchFailure} if its exit code is not 0
     */
    static CompletableFuture<String> run(String command) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Process process = new ProcessBuilder("sh", "-c", command)
                        .redirectErrorStream(true)
                        .start();
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new BenchFailure(command + " failed: " + output);
                }
                return output;
            } catch (IOException e) {
                throw new BenchFailure("cannot run " + command, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure(command + " was interrupted", e);
            }
        });
    }
}
