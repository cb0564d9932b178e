package org.sippresence.sip.fastpath;

import java.util.function.Consumer;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.sip.fastpath.DatagramTransactions.Transaction;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.FastPathExchange;
import org.sippresence.sip.message.FastPathExchange.ServerTransaction;

/**
 * Receives all requests before the stack creates transactions for them and before the container sees them. Requests received as
 * datagrams get server transactions of our own ({@link DatagramTransactions}); over a connection there are no retransmissions.
 * Responses are sent as bytes.
 */
public final class FastPathRequests implements RequestInterceptor {

    private final Consumer<Exchange> handler;
    private final RandomIdentifiers tags;
    private final DatagramTransactions transactions = DatagramTransactions.forThisHeap();
    private final ClassLoader loader = FastPathRequests.class.getClassLoader();

    /**
     * @param handler of all methods; must not throw
     * @param tags source of the tags of dialogs that requests create, and of other responses
     */
    public FastPathRequests(Consumer<Exchange> handler, RandomIdentifiers tags) {
        this.handler = handler;
        this.tags = tags;
    }

    @Override
    public boolean intercept(Incoming arrival) {
        if (arrival.request().getMethod().equals("ACK")) {
            return true; // an ACK is never answered, and there is no INVITE that it could confirm
        }
        if (!arrival.transport().equals("udp")) {
            handle(new FastPathExchange(arrival.request(), tags, arrival.returnPath()));
            return true;
        }
        Transaction newTransaction = new Transaction();
        Transaction transaction = transactions.begin(arrival.request(), newTransaction);
        FastPathExchange exchange =
                new FastPathExchange(arrival.request(), tags, arrival.returnPath(), new Datagram(transaction));
        if (transaction != newTransaction) {
            transaction.response().ifPresent(exchange::repeat);
        } else if (transactions.isFull()) {
            exchange.fail(503);
        } else {
            handle(exchange);
        }
        return true;
    }

    /** The transaction of a request that was received as a datagram. */
    private final class Datagram implements ServerTransaction {

        private final Transaction transaction;

        Datagram(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void complete(byte[] response) {
            transaction.complete(response);
        }

        @Override
        public String forget() {
            transactions.end(transaction);
            return tags.derivedFrom(transaction.id());
        }
    }

    /** The number of server transactions that are kept for retransmissions. */
    public long transactions() {
        return transactions.size();
    }

    private void handle(FastPathExchange exchange) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            handler.accept(exchange);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
