package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import javax.sip.SipStack;
import org.junit.jupiter.api.Test;

/** There is no channel here: who looks at it has gone too far. */
final class RequestValveTest {

    private final RequestValve valve = new RequestValve();

    private static SIPRequest request(String transport) throws Exception {
        String text = "PUBLISH sip:a@example.org SIP/2.0\r\nVia: SIP/2.0/" + transport
                + " 192.0.2.1;branch=z9hG4bKx\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <sip:a@example.org>\r\n"
                + "Call-ID: 1\r\nCSeq: 1 PUBLISH\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        return (SIPRequest)
                new StringMsgParser().parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
    }

    @Test
    void requestsAreDroppedWhileTheirStackIsDraining() throws Exception {
        RequestValve other = new RequestValve();
        SipStack stack = stack();
        valve.init(stack);
        other.init(stack());
        RequestValve.drain(stack);
        assertThat(valve.processRequest(request("UDP"), null)).isFalse();
        assertThatThrownBy(() -> other.processRequest(request("UDP"), null))
                .as("it goes on to the channel")
                .isInstanceOf(NullPointerException.class);
    }

    private static SipStack stack() {
        return (SipStack) Proxy.newProxyInstance(
                SipStack.class.getClassLoader(),
                new Class<?>[] {SipStack.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void aRequestThatCannotBeAnsweredIsDropped() throws Exception {
        assertThat(valve.processRequest(request("XYZ"), null)).isFalse();
    }
}
