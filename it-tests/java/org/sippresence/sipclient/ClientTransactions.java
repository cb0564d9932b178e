package org.sippresence.sipclient;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Non-INVITE client transactions, RFC 3261 section 17.1.2. */
final class ClientTransactions {

    private static final long T1 = 500;
    private static final long T2 = 4000;
    private static final long TIMER_F = 64 * T1;

    private final ScheduledExecutorService timer;
    private final Map<String, Transaction> open = new ConcurrentHashMap<>();

    ClientTransactions(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Transmits, and retransmits until a final response arrives if the transport is unreliable.
     *
     * @return the final response; fails with {@link TimeoutException} after 32 s
     */
    CompletableFuture<SipMessage> start(SipMessage request, boolean retransmit, Runnable transmit) {
        Transaction transaction = new Transaction(key(request), transmit);
        open.put(transaction.key, transaction);
        transmit.run();
        if (retransmit) {
            transaction.schedule(T1);
        }
        Future<?> giveUp = timer.schedule(
                () -> transaction.response.completeExceptionally(new TimeoutException(request.toString())),
                TIMER_F,
                TimeUnit.MILLISECONDS);
        return transaction.response.whenComplete((response, failure) -> {
            open.remove(transaction.key);
            giveUp.cancel(false);
            transaction.retransmission.cancel(false);
        });
    }

    void received(SipMessage response) {
        Transaction transaction = open.get(key(response));
        if (transaction == null) {
            return;
        }
        if (response.status() >= 200) {
            transaction.response.completeAsync(() -> response);
        } else {
            transaction.provisional = true;
        }
    }

    private static String key(SipMessage message) {
        return message.branch() + ' ' + message.method();
    }

    static Duration timeout() {
        return Duration.ofMillis(TIMER_F + T1);
    }

    private final class Transaction {
        private final String key;
        private final Runnable transmit;
        private final CompletableFuture<SipMessage> response = new CompletableFuture<>();
        private volatile boolean provisional;
        private volatile Future<?> retransmission = CompletableFuture.completedFuture(null);

        Transaction(String key, Runnable transmit) {
            this.key = key;
            this.transmit = transmit;
        }

        void schedule(long interval) {
            retransmission = timer.schedule(
                    () -> {
                        if (!response.isDone()) {
                            transmit.run();
                            schedule(provisional ? T2 : Math.min(2 * interval, T2));
                        }
                    },
                    interval,
                    TimeUnit.MILLISECONDS);
        }
    }
}
