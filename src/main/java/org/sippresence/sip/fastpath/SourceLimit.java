package org.sippresence.sip.fastpath;

import java.net.InetAddress;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.settings.Networks;
import org.sippresence.sip.message.FastPathExchange;

/**
 * Rejects requests that exceed the rate of their source before they use a transaction: 503 with Retry-After. Loopback addresses
 * and trusted peers are not limited.
 */
public final class SourceLimit implements RequestInterceptor {

    private final SourceRates rates;
    private final Networks trusted;
    private final Bounds bounds;
    private final RandomIdentifiers tags;
    private final long start = System.nanoTime();

    public SourceLimit(SourceRates rates, Networks trusted, Bounds bounds, RandomIdentifiers tags) {
        this.rates = rates;
        this.trusted = trusted;
        this.bounds = bounds;
        this.tags = tags;
    }

    @Override
    public boolean interceptsMalformed() {
        return true;
    }

    /** Whether a keep-alive is within the rate of its source, to which it counts as a request. */
    public boolean admitsKeepAlive(InetAddress source) {
        if (isWithinRate(source)) {
            return true;
        }
        bounds.refuse(Bound.REQUESTS_PER_SOURCE, "", "counted only: a keep-alive gets no rejection");
        return false;
    }

    private boolean isWithinRate(InetAddress source) {
        return source.isLoopbackAddress()
                || rates.admits(source, System.nanoTime() - start)
                || trusted.contains(source);
    }

    @Override
    public boolean intercept(Incoming arrival) {
        InetAddress source = arrival.request().getPeerPacketSourceAddress();
        if (source == null || isWithinRate(source)) {
            return false;
        }
        Rejection rejection = bounds.refuse(Bound.REQUESTS_PER_SOURCE, "", "Too many requests from this address");
        boolean malformed = arrival.request().getApplicationData() != null; // holds its ParseFailure
        if (!malformed && !arrival.request().getMethod().equals("ACK")) {
            new FastPathExchange(arrival.request(), tags, arrival.returnPath()).reject(rejection);
        }
        return true;
    }
}
