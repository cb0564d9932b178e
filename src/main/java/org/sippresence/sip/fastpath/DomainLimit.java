package org.sippresence.sip.fastpath;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.model.Aor;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.PerDomain;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.sip.message.FastPathExchange;

/**
 * Rejects requests that exceed the rate of the domain to which they are addressed before they use a transaction: 503 with
 * Retry-After. It applies to all sources: trusted proxies pass on the requests of all domains.
 */
public final class DomainLimit implements RequestInterceptor {

    private static final Set<String> COUNTED = Set.of("SUBSCRIBE", "PUBLISH", "REGISTER", "MESSAGE");

    private final DomainRates rates;
    private final Bounds bounds;
    private final RandomIdentifiers tags;
    private final long start = System.nanoTime();

    /** @param perSecond requests to the users of a domain; 0 for no limit */
    public DomainLimit(PerDomain<Integer> perSecond, Bounds bounds, RandomIdentifiers tags) {
        this.rates = new DomainRates(perSecond);
        this.bounds = bounds;
        this.tags = tags;
    }

    /** Whether these rates limit any domain. */
    public static boolean isUsed(PerDomain<Integer> perSecond) {
        return perSecond.standard() > 0 || perSecond.own().values().stream().anyMatch(each -> each > 0);
    }

    @Override
    public boolean intercept(Incoming arrival) {
        SIPRequest request = arrival.request();
        if (!COUNTED.contains(request.getMethod())) {
            return false;
        }
        String domain = domain(request);
        if (domain.isEmpty() || rates.admits(domain, System.nanoTime() - start)) {
            return false;
        }
        new FastPathExchange(request, tags, arrival.returnPath())
                .reject(bounds.refuse(Bound.REQUESTS_PER_DOMAIN, domain, "Too many requests to this domain"));
        return true;
    }

    /**
     * The domain of the addressed user, in lower case; empty if there is none. The Request-URI of a REGISTER names the registrar,
     * that of a request within a dialog this server.
     */
    private static String domain(SIPRequest request) {
        boolean isInTo = request.getMethod().equals("REGISTER") || request.getToTag() != null;
        URI uri = isInTo ? request.getTo().getAddress().getURI() : request.getRequestURI();
        if (uri instanceof SipURI sip && sip.getHost() != null && isPlain(sip.getHost())) {
            return sip.getHost().toLowerCase(Locale.ROOT);
        }
        try {
            return Aor.parse(uri.toString()).domain();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Whether a host is in canonical form except for its case. */
    private static boolean isPlain(String host) {
        return !host.startsWith("[") && !host.endsWith(".");
    }
}
