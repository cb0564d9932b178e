package org.sippresence.sip;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.hook.ConnectionLimits;
import org.sippresence.hook.Connections;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.hook.RequestValve;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.settings.Networks;
import org.sippresence.settings.TcpSettings;
import org.sippresence.sip.fastpath.FastPathRequests;
import org.sippresence.sip.fastpath.SourceLimit;

/**
 * Those of us who take requests before the container, for as long as the application runs. Nobody else names them, because they need
 * the hooks' classes, which are not there in a foreign container.
 */
final class InterceptorRegistration implements AutoCloseable {

    private final List<RequestInterceptor> takers = new CopyOnWriteArrayList<>();

    /** To be called before the others. */
    void limit(SourceLimit limit) {
        add(limit);
    }

    void takeNotifies(ClientSubscriptions upstream, RandomIdentifiers tags) {
        add(new NotifyHandler(upstream, tags));
    }

    void takeRequests(RequestHandlers handlers) {
        add(new FastPathRequests(handlers::handle, handlers.tags()));
    }

    /** From now on connections over TCP get no more than that. */
    static void limitConnections(TcpSettings limits, Networks trusted) {
        Connections.limit(new ConnectionLimits(
                limits.idle(),
                limits.message(),
                limits.connections(),
                limits.connectionsPerSource(),
                limits.largestMessage(),
                limits.mostUnsent(),
                trusted::contains));
    }

    private void add(RequestInterceptor interceptor) {
        takers.add(interceptor);
        RequestValve.register(interceptor);
    }

    /** Server transactions past the stack. */
    long transactions() {
        return takers.stream()
                .mapToLong(each -> each instanceof FastPathRequests requests ? requests.transactions() : 0)
                .sum();
    }

    @Override
    public void close() {
        takers.forEach(RequestValve::unregister);
    }
}
