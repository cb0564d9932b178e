package org.sippresence.xcap.client;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures for the operator. Logs each kind once per document until the document is available again, and a kind that
 * concerns the whole server once until the server responds again. Thread-safe.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private final Set<FetchFailure> serverFailures = EnumSet.noneOf(FetchFailure.class);

    /**
     * Records the failure of a document.
     *
     * @param about the document, or an object that represents it
     * @param logged the kinds already logged for this document; modified by this method
     */
    synchronized void failed(Object about, DocumentResponse.Failed failed, Set<FetchFailure> logged) {
        Set<FetchFailure> earlier = failed.failure().isGeneral() ? serverFailures : logged;
        if (earlier.add(failed.failure())) {
            LOG.warn(
                    "{} {}{}; its last known content stays in force",
                    about,
                    failed.failure().phrase(),
                    failed.detail().isEmpty() ? "" : " (" + failed.detail() + ")");
        } else {
            LOG.debug("document={} failure={} detail={}", about, failed.failure(), failed.detail());
        }
    }

    /** Records a response of the server for a document. */
    synchronized void succeeded(URI document, Set<FetchFailure> logged) {
        if (!logged.isEmpty()) {
            LOG.debug("document={} is available again", document);
            logged.clear();
        }
        if (!serverFailures.isEmpty()) {
            LOG.info("the XCAP server responds again");
            serverFailures.clear();
        }
    }
}
