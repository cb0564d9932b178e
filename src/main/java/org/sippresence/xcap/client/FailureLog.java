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
 * Tells the operator of failures: once for each document and kind until the document is answered again; of a kind that concerns
 * the server as a whole once until it answers again; never more than ten lines a minute. Thread-safe.
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
     * @param about the document, or what stands for it
     * @param said the kinds that were told of this document already; changed here
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

    /** What concerns no single document. */
    void failed(Object about, DocumentResponse.Failed failed) {
        failed(about, failed, EnumSet.noneOf(FetchFailure.class));
    }

    /** The server has answered about a document. */
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
