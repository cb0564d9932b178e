package org.sippresence.sip;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sippresence.hook.EarlyRequests;
import org.sippresence.hook.RequestValve;

/** Those of us who take requests before the container, for as long as the application runs. Needs the hooks' classes. */
final class EarlyTakers implements AutoCloseable {

    private final List<EarlyRequests> takers = new CopyOnWriteArrayList<>();

    void add(EarlyRequests taker) {
        takers.add(taker);
        RequestValve.show(taker);
    }

    /** Server transactions past the stack. */
    long transactions() {
        return takers.stream()
                .mapToLong(each -> each instanceof DatagramRequests requests ? requests.transactions() : 0)
                .sum();
    }

    @Override
    public void close() {
        takers.forEach(RequestValve::hide);
    }
}
