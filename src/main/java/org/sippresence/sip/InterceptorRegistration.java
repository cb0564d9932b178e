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
 * Registers the application's interceptors, which receive requests before the container does, while the application runs. Only
 * this class names them, because they need the classes of the hooks, which are missing in a foreign container.
 */
final class InterceptorRegistration implements AutoCloseable {

    private final List<RequestInterceptor> takers = new CopyOnWriteArrayList<>();

    /** Registers the limit of request rates. Must be called before the other methods. */
    void limit(SourceLimit limit) {
        add(limit);
    }

    void takeNotifies(ClientSubscriptions upstream, RandomIdentifiers tags) {
        add(new NotifyHandler(upstream, tags));
    }

    void takeRequests(RequestHandlers handlers) {
        add(new FastPathRequests(handlers::handle, handlers.tags()));
    }

    /** Applies these limits to TCP connections from now on. */
    static void limitConnections(TcpSettings limits, Networks trusted) {
        Connections.limit(new ConnectionLimits(
                limits.idle(),
                limits.message(),
                limits.connections(),
                limits.connectionsPerSource(),
                limits.maxMessage(),
                limits.maxUnsent(),
                trusted::contains));
    }

    private void add(RequestInterceptor interceptor) {
        takers.add(interceptor);
        RequestValve.register(interceptor);
    }

    /** The number of server transactions that bypass the stack. */
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
