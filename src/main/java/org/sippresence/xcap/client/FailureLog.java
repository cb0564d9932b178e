package org.sippresence.xcap.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures for the operator. Logs each kind once per document until the document is available again, and a kind that
 * concerns the whole server once until the server responds again; at most ten lines per minute. Thread-safe.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LINES = 10;

    private final Set<FetchFailure> general = EnumSet.noneOf(FetchFailure.class);
    private final Clock clock;
    private Instant minute;
    private int lines;
    private long unsaid;

    FailureLog(Clock clock) {
        this.clock = clock;
        this.minute = clock.instant();
    }

    /**
     * Records the failure of a document.
     *
     * @param about the document, or an object that represents it
     * @param said the kinds already logged for this document; modified by this method
     */
    synchronized void failed(Object about, DocumentResponse.Failed failed, Set<FetchFailure> said) {
        Set<FetchFailure> told = failed.failure().general() ? general : said;
        if (!told.add(failed.failure())) {
            LOG.debug("document={} failure={} detail={}", about, failed.failure(), failed.detail());
        } else if (!mayWrite()) {
            unsaid++;
        } else {
            LOG.warn(
                    "{} {}{}; what is known of it stays in force{}",
                    about,
                    failed.failure().phrase(),
                    failed.detail().isEmpty() ? "" : " (" + failed.detail() + ")",
                    unsaid > 0 ? " (" + unsaid + " warnings like it were left out)" : "");
            unsaid = 0;
        }
    }

    /** Records a failure that concerns no single document. */
    void failed(Object about, DocumentResponse.Failed failed) {
        failed(about, failed, EnumSet.noneOf(FetchFailure.class));
    }

    /** Records a response of the server for a document. */
    synchronized void answered(URI document, Set<FetchFailure> said) {
        if (!said.isEmpty()) {
            LOG.debug("document={} is answered again", document);
            said.clear();
        }
        if (!general.isEmpty()) {
            LOG.info("the XCAP server answers again");
            general.clear();
        }
    }

    private boolean mayWrite() {
        Instant now = clock.instant();
        if (!now.isBefore(minute.plus(MINUTE)) || now.isBefore(minute)) {
            minute = now;
            lines = 0;
        }
        return lines++ < LINES;
    }
}
