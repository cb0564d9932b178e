package org.sippresence.sip;

import java.util.function.Consumer;
import org.sippresence.service.ResultListener;
import org.sippresence.sip.message.Exchange;

/**
 * The sender of a request that came by SIP: how it ends is its answer.
 *
 * @param ended answers with what was decided
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
