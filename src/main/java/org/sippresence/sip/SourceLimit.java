package org.sippresence.sip;

import java.net.InetAddress;
import java.util.Optional;
import org.sippresence.hook.EarlyRequests;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.Rejection;
import org.sippresence.model.Tags;
import org.sippresence.settings.Networks;

/**
 * Refuses what a source sends beyond its rate, before it costs a transaction: 503 with Retry-After. The loopback and trusted peers
 * are not limited.
 */
final class SourceLimit implements EarlyRequests {

    private final SourceRates rates;
    private final Networks trusted;
    private final Bounds bounds;
    private final Tags tags;
    private final long start = System.nanoTime();

    SourceLimit(SourceRates rates, Networks trusted, Bounds bounds, Tags tags) {
        this.rates = rates;
        this.trusted = trusted;
        this.bounds = bounds;
        this.tags = tags;
    }

    @Override
    public boolean looksAtMalformed() {
        return true;
    }

    @Override
    public boolean take(Arrival arrival) {
        InetAddress source = arrival.request().getPeerPacketSourceAddress();
        if (source == null
                || source.isLoopbackAddress()
                || rates.admits(source, System.nanoTime() - start)
                || trusted.contains(source)) {
            return false;
        }
        Rejection rejection = bounds.refuse(Bound.REQUESTS_PER_SOURCE, "Too many requests from this address");
        boolean malformed = arrival.request().getApplicationData() != null; // its refusal
        if (!malformed && !arrival.request().getMethod().equals("ACK")) {
            new WireExchange(arrival.request(), tags, Optional.empty(), arrival.returnPath()).refuse(rejection);
        }
        return true;
    }
}
