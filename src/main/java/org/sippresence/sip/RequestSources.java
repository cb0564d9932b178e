package org.sippresence.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.hook.ConnectionLimits;
import org.sippresence.hook.Connections;
import org.sippresence.hook.Datagrams;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.hook.RequestValve;
import org.sippresence.model.Bounds;
import org.sippresence.model.PerDomain;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.settings.Settings;
import org.sippresence.settings.TcpSettings;
import org.sippresence.sip.fastpath.DomainLimit;
import org.sippresence.sip.fastpath.FastPathRequests;
import org.sippresence.sip.fastpath.SourceLimit;
import org.sippresence.sip.fastpath.SourceRates;

/**
 * Where requests come from:
 *
 * <ol>
 *   <li>The SIP stack passes each parsed request to {@link RequestValve}, which passes it to the interceptors that are registered
 *       here until one of them consumes it. {@link SourceLimit} consumes what exceeds the rate of its source,
 *       {@link DomainLimit} what exceeds the rate of its domain, {@link NotifyHandler} the NOTIFYs of client subscriptions,
 *       {@link FastPathRequests} all others: it passes them to {@link RequestHandlers}.
 *   <li>The container passes the rest to {@link PresenceSipServlet}, which passes them to the same {@link RequestHandlers}. These
 *       are all requests in a container without the hooks, and with {@code fast_udp=0}.
 * </ol>
 */
public final class RequestSources implements AutoCloseable {

    /** The attribute of the servlet context under which the servlet finds it. */
    public static final String ATTRIBUTE = "org.sippresence.request-sources";

    private final RequestHandlers handlers;
    private final boolean hasHooks;
    private Optional<Interceptors> interceptors = Optional.empty();

    /** Creates the handlers of requests; the servlet may pass requests to them from now on. */
    public RequestSources(SipServices services, SipChannels channels) {
        handlers = new RequestHandlers(services, channels);
        hasHooks = channels.transactions().isPresent();
    }

    /**
     * Receives requests before the container does from now on, if the container has the hooks.
     *
     * @param bounds counts the requests that exceed a rate
     * @param clientSubscriptions receive NOTIFYs
     */
    public void intercept(Settings settings, Bounds bounds, Optional<ClientSubscriptions> clientSubscriptions) {
        if (hasHooks) {
            interceptors = Optional.of(new Interceptors(handlers, settings, bounds, clientSubscriptions));
        }
    }

    /** The handlers of the requests that the container passes to the servlet. */
    RequestHandlers handlers() {
        return handlers;
    }

    /** The number of server transactions that bypass the stack. Not a method reference, which would link the hooks. */
    long transactions() {
        return interceptors.map(each -> each.transactions()).orElse(0L);
    }

    @Override
    public void close() {
        interceptors.ifPresent(each -> each.close());
    }

    /** Receives requests before the container does. Only this class links the hooks, which are missing in a foreign container. */
    private static final class Interceptors {

        private final List<RequestInterceptor> registered = new ArrayList<>();
        private Optional<FastPathRequests> fastPath = Optional.empty();

        Interceptors(
                RequestHandlers handlers,
                Settings settings,
                Bounds bounds,
                Optional<ClientSubscriptions> clientSubscriptions) {
            limitConnections(settings);
            RandomIdentifiers tags = settings.sip().tags();
            int perSecond = settings.bounds().requestsPerSource();
            if (perSecond > 0) {
                SourceLimit limit = new SourceLimit(new SourceRates(perSecond), settings.trustedPeers(), bounds, tags);
                register(limit);
                Datagrams.answerKeepAlives(limit::admitsKeepAlive);
            } else {
                Datagrams.answerKeepAlives(any -> true);
            }
            PerDomain<Integer> perDomain = settings.bounds().requestsPerDomain();
            if (DomainLimit.isUsed(perDomain)) {
                register(new DomainLimit(perDomain, bounds, tags));
            }
            clientSubscriptions.ifPresent(each -> register(new NotifyHandler(each, tags)));
            if (settings.sip().fastUdp()) {
                FastPathRequests requests = new FastPathRequests(handlers::handle, tags);
                fastPath = Optional.of(requests);
                register(requests);
            }
        }

        private void register(RequestInterceptor interceptor) {
            registered.add(interceptor);
            RequestValve.register(interceptor);
        }

        private static void limitConnections(Settings settings) {
            TcpSettings tcp = settings.tcp();
            Connections.limit(new ConnectionLimits(
                    tcp.idle(),
                    tcp.message(),
                    tcp.connections(),
                    tcp.connectionsPerSource(),
                    tcp.maxMessage(),
                    tcp.maxUnsent(),
                    settings.trustedPeers()::contains));
        }

        long transactions() {
            return fastPath.map(FastPathRequests::transactions).orElse(0L);
        }

        void close() {
            Datagrams.answerKeepAlives(any -> false);
            registered.forEach(RequestValve::unregister);
        }
    }
}
