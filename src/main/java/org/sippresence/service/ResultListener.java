package org.sippresence.service;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.sippresence.engine.OutageException;
import org.sippresence.model.UnavailableException;
import org.sippresence.presentity.Presentities;

/**
 * Who has sent a request and waits for how it ends. Exactly one of its methods is called, once, from any thread; it must return at
 * once.
 *
 * @param <O> how a request of this kind ends
 */
public interface ResultListener<O> {

    /** Rejected, or accepted, and then that is durable. NOTIFYs follow. */
    void decided(O outcome);

    /**
     * It could not be decided, or not be written.
     *
     * @param status 503 if there is too much to do, no memory, or the database is away; 500 if it failed otherwise
     */
    void failed(int status);

    /** One who waits for a future, which fails with {@link UnavailableException}. */
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

    /** The status for a change that was not written. */
    static int unwritten(Presentities presentities) {
        return presentities.isStoring() ? 500 : 503;
    }

    /** The status for a turn that failed. */
    static int status(Throwable failure) {
        return failure instanceof UncheckedIOException && !(failure instanceof OutageException) ? 500 : 503;
    }
}
