package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sip.ClientTransaction;
import javax.sip.IOExceptionEvent;
import javax.sip.ResponseEvent;
import javax.sip.Timeout;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mobicents.servlet.sip.startup.SipStandardService;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;

/** Everything here would fail in the container's own code, which has not been started. */
class PresenceDispatcherTest {

    private final List<String> seen = new ArrayList<>();
    private final PresenceDispatcher dispatcher = new PresenceDispatcher();
    private final ClientTransaction ours = transaction(new Claim());

    /** A dispatcher cannot be made without one. */
    @BeforeAll
    static void service() {
        StaticServiceHolder.sipStandardService = new SipStandardService();
    }

    @Test
    void responseOfAClaimedTransactionGoesToItsClaim() throws Exception {
        dispatcher.processResponse(new ResponseEvent(this, ours, null, response("z9hG4bKx")));

        assertThat(seen).containsExactly("answered 200");
    }

    @Test
    void timeoutAndTerminationOfAClaimedTransactionGoToItsClaim() {
        dispatcher.processTimeout(new TimeoutEvent(this, ours, Timeout.TRANSACTION));
        dispatcher.processTransactionTerminated(new TransactionTerminatedEvent(this, ours));

        assertThat(seen).containsExactly("timed out", "terminated");
    }

    @Test
    void brokenConnectionOfAClaimedTransactionIsLeftToItsTermination() {
        dispatcher.processIOException(new IOExceptionEvent(ours, "192.0.2.1", 5060, "tcp"));

        assertThat(seen).isEmpty();
    }

    @Test
    void responseOfNoTransactionIsDropped() throws Exception {
        dispatcher.processResponse(new ResponseEvent(this, null, null, response("z9hG4bKx")));

        assertThat(seen).isEmpty();
    }

    private static Response response(String branch) throws Exception {
        return new MessageFactoryImpl()
                .createResponse("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=" + branch
                        + "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 NOTIFY\r\n"
                        + "Content-Length: 0\r\n\r\n");
    }

    /** A transaction that knows its application data and nothing else. */
    private static ClientTransaction transaction(Object data) {
        Map<String, Object> answers = Map.of("getApplicationData", data);
        return (ClientTransaction) Proxy.newProxyInstance(
                ClientTransaction.class.getClassLoader(),
                new Class<?>[] {ClientTransaction.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }

    private final class Claim implements ClaimedTransaction {

        @Override
        public void answered(ResponseEvent event) {
            seen.add("answered " + event.getResponse().getStatusCode());
        }

        @Override
        public void timedOut(TimeoutEvent event) {
            seen.add("timed out");
        }

        @Override
        public void terminated() {
            seen.add("terminated");
        }
    }
}
