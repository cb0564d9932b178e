package org.sippresence.container;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the output of libraries on standard error, and uncaught exceptions of threads, into rate-limited log events. Of a printed
 * stack trace only the line with the exception is logged.
 */
final class StandardError extends OutputStream {

    private static final Logger LOG = LoggerFactory.getLogger(StandardError.class);
    private static final int LONGEST = 4096;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean logging;

    /** Redirects standard error; the previous stream stays usable. */
    static void redirect() {
        System.setErr(new PrintStream(new StandardError(), true, StandardCharsets.UTF_8));
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> LOG.error("thread {} ended by an exception", thread.getName(), failure));
    }

    @Override
    public synchronized void write(int octet) {
        if (octet == '\n') {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            log(text);
        } else if (line.size() < LONGEST) {
            line.write(octet);
        }
    }

    private void log(String text) {
        boolean partOfTrace = text.startsWith("\t");
        if (!logging && !partOfTrace && !text.isBlank()) {
            logging = true; // if the log itself prints here
            try {
                LOG.warn("printed on standard error: {}", text.strip());
            } finally {
                logging = false;
            }
        }
    }
}
