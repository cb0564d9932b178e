package org.sippresence.sip;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sippresence.hook.Connections;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.sip.client.DatagramNotifySender;
import org.sippresence.sip.client.JainTransactions;

/** Current numbers of the SIP side. Thread-safe. */
public final class SipGauges {

    private SipGauges() {}

    /**
     * Returns numbers by names in lower case with underscores: {@code notify_transactions}, {@code notify_waiting},
     * {@code notify_timers}, {@code notify_unproven_targets}, {@code notify_unproven_waiting}, {@code request_transactions},
     * {@code sip_server_transactions} and {@code sip_client_transactions}, and those of {@link Connections}, which begin with
     * {@code tcp_}. The numbers of the stack are missing before the container listens, those of NOTIFYs if they are sent by the
     * servlet API.
     */
    public static Map<String, Long> of(SipChannels senders) {
        Map<String, Long> figures = new HashMap<>();
        Optional<JainTransactions> transactions = senders.transactions();
        if (transactions.isEmpty()) { // the classes below link those of the hooks
            return figures;
        }
        long inFlight = 0;
        if (senders.sender() instanceof DatagramNotifySender datagrams) {
            inFlight += datagrams.inFlight();
            figures.put("notify_timers", datagrams.timers());
        }
        figures.put("notify_transactions", inFlight + transactions.get().inFlight());
        figures.put("request_transactions", senders.earlyTransactions());
        figures.put("notify_waiting", (long) transactions.get().waiting());
        senders.unproven().ifPresent(targets -> {
            figures.put("notify_unproven_targets", targets.inFlight());
            figures.put("notify_unproven_waiting", targets.waiting());
        });
        figures.putAll(Connections.figures());
        stack().ifPresent(stack -> {
            figures.put("sip_server_transactions", (long) stack.getServerTransactionTableSize());
            figures.put("sip_client_transactions", (long) stack.getClientTransactionTableSize());
        });
        return figures;
    }

    private static Optional<SIPTransactionStack> stack() {
        return ContainerProviders.listening().stream()
                .flatMap(each -> ContainerProviders.find(each.transport(), each.host()).stream())
                .findFirst()
                .filter(provider -> provider.getSipStack() instanceof SIPTransactionStack)
                .map(provider -> (SIPTransactionStack) provider.getSipStack());
    }
}
