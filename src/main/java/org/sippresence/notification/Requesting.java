package org.sippresence.notification;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.UnavailableException;

/**
 * Who has sent a request and waits for how it ends. Exactly one of its methods is called, once, from any thread; it must return at
 * once.
 *
 * @param <O> how a request of this kind ends
 */
public interface Requesting<O> {

    /** Rejected, or accepted, and then that is durable. NOTIFYs follow. */
    void decided(O outcome);

    /**
     * It could not be decided, or not be written.
     *
     * @param status 503 if there is too much to do, or no memory; 500 if the database failed
     */
    void failed(int status);

    /** One who waits for a future, which fails with {@link UnavailableException}. */
    static <O> Requesting<O> completing(CompletableFuture<O> future) {
        return new Requesting<>() {
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

    /** The status for a turn that failed. */
    static int status(Throwable failure) {
        return failure instanceof UncheckedIOException ? 500 : 503;
    }
}
