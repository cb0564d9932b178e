package org.sippresence.sip;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sippresence.hook.Connections;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.sip.client.DatagramNotifySender;
import org.sippresence.sip.client.FlowNotifySender;
import org.sippresence.sip.client.JainTransactions;

/** Current numbers of the SIP side. Thread-safe. */
public final class SipGauges {

    private SipGauges() {}

    /**
     * Returns numbers by names in lower case with underscores: {@code notify_transactions}, {@code notify_waiting},
     * {@code notify_timers}, {@code notify_unproven_targets}, {@code notify_unproven_waiting}, {@code request_transactions},
     * {@code sip_server_transactions} and {@code sip_client_transactions}, and those of {@link Connections}, which begin with
     * {@code tcp_}, and {@code digest_challenges_answered_total}, {@code digest_challenges_rejected_total} and
     * {@code digest_challenges_unanswered_total}. The numbers of the stack are missing before the container listens, those of NOTIFYs if they are sent by the
     * servlet API.
     */
    public static Map<String, Long> of(SipChannels channels, RequestSources sources) {
        Map<String, Long> gauges = new HashMap<>();
        channels.digest()
                .counts()
                .forEach((outcome, count) -> gauges.put("digest_challenges_" + outcome + "_total", count));
        Optional<JainTransactions> transactions = channels.transactions();
        if (transactions.isEmpty()) { // the classes below link those of the hooks
            return gauges;
        }
        long inFlight = 0;
        if (channels.sender() instanceof FlowNotifySender flows) {
            inFlight += flows.inFlight();
            if (flows.others() instanceof DatagramNotifySender datagrams) {
                inFlight += datagrams.inFlight();
                gauges.put("notify_timers", datagrams.timers());
            }
        }
        gauges.put("notify_transactions", inFlight + transactions.get().inFlight());
        gauges.put("request_transactions", sources.transactions());
        gauges.put("notify_waiting", (long) transactions.get().waiting());
        channels.unproven().ifPresent(targets -> {
            gauges.put("notify_unproven_targets", targets.inFlight());
            gauges.put("notify_unproven_waiting", targets.waiting());
        });
        gauges.putAll(Connections.metrics());
        stack().ifPresent(stack -> {
            gauges.put("sip_server_transactions", (long) stack.getServerTransactionTableSize());
            gauges.put("sip_client_transactions", (long) stack.getClientTransactionTableSize());
        });
        return gauges;
    }

    private static Optional<SIPTransactionStack> stack() {
        return ContainerProviders.listening().stream()
                .flatMap(each -> ContainerProviders.find(each.transport(), each.host()).stream())
                .findFirst()
                .filter(provider -> provider.getSipStack() instanceof SIPTransactionStack)
                .map(provider -> (SIPTransactionStack) provider.getSipStack());
    }
}
