package org.sippresence.sip.fastpath;

import java.util.Optional;
import java.util.function.Consumer;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.sip.message.Exchange;

/**
 * All requests, taken before the stack makes transactions of them and before the container sees them. The server transactions of
 * those that came as datagrams are ours ({@link DatagramTransactions}); over a connection nothing comes again. Answers leave as
 * bytes.
 */
public final class FastPathRequests implements RequestInterceptor {

    private final Consumer<Exchange> handler;
    private final RandomIdentifiers tags;
    private final DatagramTransactions transactions = DatagramTransactions.forThisHeap();
    private final ClassLoader loader = FastPathRequests.class.getClassLoader();

    /**
     * @param handler of all methods; does not throw
     * @param tags of the dialogs that requests make, and of answers to those that make none
     */
    public FastPathRequests(Consumer<Exchange> handler, RandomIdentifiers tags) {
        this.handler = handler;
        this.tags = tags;
    }

    @Override
    public boolean intercept(Incoming arrival) {
        if (arrival.request().getMethod().equals("ACK")) {
            return true; // never answered, and there is no INVITE that it could confirm
        }
        if (!arrival.transport().equals("udp")) {
            handle(new FastPathExchange(arrival.request(), tags, Optional.empty(), arrival.returnPath()));
            return true;
        }
        DatagramTransactions.Begun begun = transactions.begin(arrival.request());
        FastPathExchange exchange =
                new FastPathExchange(arrival.request(), tags, Optional.of(begun.transaction()), arrival.returnPath());
        if (!begun.isNew()) {
            exchange.repeat();
        } else if (transactions.isFull()) {
            exchange.fail(503);
        } else {
            handle(exchange);
        }
        return true;
    }

    /** Server transactions that are kept for requests that come again. */
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
