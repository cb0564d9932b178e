package org.sippresence.service;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.sippresence.engine.OutageException;
import org.sippresence.model.UnavailableException;
import org.sippresence.presentity.Presentities;

/**
 * Receives the outcome of one request. Exactly one of its methods is called, once, on any thread; it must return without
 * blocking.
 *
 * @param <O> the outcome of a request of this kind
 */
public interface ResultListener<O> {

    /** Called when the request is rejected, or accepted and its changes are durable. NOTIFYs follow. */
    void decided(O outcome);

    /**
     * Called when the request could not be decided or its changes could not be written.
     *
     * @param status 503 if the server is overloaded, out of memory, or without its database; 500 for any other failure
     */
    void failed(int status);

    /** Returns a listener that completes a future; a failure completes it with {@link UnavailableException}. */
    static <O> ResultListener<O> completing(CompletableFuture<O> future) {
        return new ResultListener<>() {
            @Override
            public void decided(O outcome) {
                future.complete(outcome);
            }

            @Override
            public void failed(int status) {
                future.completeExceptionally(new UnavailableException(status));
            }
        };
    }

    /** The status for a change that could not be written. */
    static int unwritten(Presentities presentities) {
        return presentities.isStoring() ? 500 : 503;
    }

    /** The status for a presentity transaction that failed. */
    static int status(Throwable failure) {
        return failure instanceof UncheckedIOException && !(failure instanceof OutageException) ? 500 : 503;
    }
}
