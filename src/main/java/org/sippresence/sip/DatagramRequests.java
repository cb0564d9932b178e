package org.sippresence.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RouteHeader;
import org.sippresence.hook.Datagrams;
import org.sippresence.hook.EarlyRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that came as datagrams, taken before the stack makes transactions of them: their server transactions are ours
 * ({@link DatagramTransactions}) and their answers leave as bytes. What is out of the ordinary goes the usual way: a branch of
 * RFC 2543, Routes, {@code maddr}, a header that is missing.
 */
final class DatagramRequests implements EarlyRequests {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramRequests.class);
    private static final String COOKIE = "z9hg4bk";
    private static final int NO_RPORT = -1;

    private final Map<String, Consumer<Exchange>> handlers;
    private final DatagramTransactions transactions = DatagramTransactions.forThisHeap();
    private final ClassLoader loader = DatagramRequests.class.getClassLoader();

    /** @param handlers by method */
    DatagramRequests(Map<String, Consumer<Exchange>> handlers) {
        this.handlers = Map.copyOf(handlers);
    }

    @Override
    public boolean take(Arrival arrival) {
        SIPRequest request = arrival.request();
        Consumer<Exchange> handler = handlers.get(request.getMethod());
        if (handler == null || !arrival.transport().equals("udp") || !isOrdinary(request)) {
            return false;
        }
        Optional<DatagramSocket> socket = socket(request);
        if (socket.isEmpty()) {
            return false;
        }
        DatagramTransactions.Begun begun = transactions.begin(request);
        DatagramExchange exchange = new DatagramExchange(
                request, begun.transaction(), new DatagramExchange.Way(socket.get(), peer(request)));
        if (!begun.isNew()) {
            exchange.repeat();
        } else if (transactions.isFull()) {
            exchange.fail(503);
        } else {
            handle(handler, exchange);
        }
        return true;
    }

    /** Server transactions that are kept for requests that come again. */
    long transactions() {
        return transactions.size();
    }

    private void handle(Consumer<Exchange> handler, DatagramExchange exchange) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            handler.accept(exchange);
        } catch (RuntimeException e) { // the stack's thread must outlive whatever a stranger sends
            LOG.error("a {} could not be handled", exchange.request().getMethod(), e);
            exchange.fail(500);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static boolean isOrdinary(SIPRequest request) {
        Via via = request.getTopmostVia();
        String branch = via.getBranch();
        MaxForwardsHeader hops = request.getMaxForwards();
        if (branch == null
                || branch.length() <= COOKIE.length()
                || !branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length())
                || !via.getTransport().equalsIgnoreCase("udp")
                || via.getMAddr() != null
                || hops == null
                || hops.getMaxForwards() == 0
                || request.getHeader(RouteHeader.NAME) != null) {
            return false;
        }
        try {
            request.checkHeaders();
            return true;
        } catch (ParseException e) {
            return false;
        }
    }

    /** The one that the request came in by. */
    private static Optional<DatagramSocket> socket(SIPRequest request) {
        DatagramSocket found = null;
        for (DatagramSocket each : Datagrams.open()) {
            if (each.getLocalPort() == request.getLocalPort()
                    && (each.getLocalAddress().isAnyLocalAddress()
                            || each.getLocalAddress().equals(request.getLocalAddress()))) {
                found = each;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Where the answer goes: to where the request came from, by RFC 3261 section 18.2.2 and RFC 3581. */
    private static InetSocketAddress peer(SIPRequest request) {
        Via via = request.getTopmostVia();
        int port = via.hasParameter("rport")
                ? request.getPeerPacketSourcePort()
                : via.getPort() == NO_RPORT ? 5060 : via.getPort();
        return new InetSocketAddress(request.getPeerPacketSourceAddress(), port);
    }
}
