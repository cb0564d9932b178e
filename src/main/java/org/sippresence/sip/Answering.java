package org.sippresence.sip;

import java.util.function.Consumer;
import org.sippresence.notification.Requesting;

/**
 * The sender of a request that came by SIP: how it ends is its answer.
 *
 * @param ended answers with what was decided
 */
record Answering<O>(Exchange exchange, Consumer<O> ended) implements Requesting<O> {

    @Override
    public void decided(O outcome) {
        ended.accept(outcome);
    }

    @Override
    public void failed(int status) {
        exchange.fail(status);
    }
}
