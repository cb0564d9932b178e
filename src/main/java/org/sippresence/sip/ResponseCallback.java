package org.sippresence.sip;

import java.util.function.Consumer;
import org.sippresence.service.ResultListener;
import org.sippresence.sip.message.Exchange;

/**
 * Answers a SIP request with the outcome of its processing.
 *
 * @param ended sends the response for the decided outcome
 */
record ResponseCallback<O>(Exchange exchange, Consumer<O> ended) implements ResultListener<O> {

    @Override
    public void decided(O outcome) {
        ended.accept(outcome);
    }

    @Override
    public void failed(int status) {
        exchange.fail(status);
    }
}
