package org.sippresence.internal;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.sippresence.model.DialogId;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers NOTIFYs of internal subscriptions within the process and passes all others to the next sender. Thread-safe. */
public final class InternalSender implements NotifySender {

    /** Replaces the transport in a dialog that never leaves the process. */
    static final String IN_PROCESS = "inside";

    private static final Logger LOG = LoggerFactory.getLogger(InternalSender.class);
    private static final Answer OK = new Answer.Response(200, -1);
    private static final Answer GONE = new Answer.Response(481, -1);
    private static final Answer FAILED = new Answer.Response(500, -1);

    private final NotifySender others;
    private final Map<DialogId, Consumer<Notify>> listeners = new ConcurrentHashMap<>();

    public InternalSender(NotifySender others) {
        this.others = Objects.requireNonNull(others, "others");
    }

    void listen(DialogId dialog, Consumer<Notify> listener) {
        listeners.put(dialog, listener);
    }

    void forget(DialogId dialog) {
        listeners.remove(dialog);
    }

    int listeners() {
        return listeners.size();
    }

    /** Sends a NOTIFY. A subscription from before a restart has no listener any more, so it ends. */
    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        if (!notify.dialog().transport().equals(IN_PROCESS)) {
            others.send(notify, answer);
            return;
        }
        Consumer<Notify> listener = listeners.get(notify.dialog().id());
        if (listener == null) {
            answer.accept(GONE);
            return;
        }
        if (notify.subscriptionState().startsWith("terminated")) {
            forget(notify.dialog().id());
        }
        answer.accept(deliver(listener, notify));
    }

    private static Answer deliver(Consumer<Notify> listener, Notify notify) {
        try {
            listener.accept(notify);
            return OK;
        } catch (RuntimeException e) { // an exception of a listener must not stop the lane
            LOG.warn(
                    "dialog={} outcome=its listener failed",
                    notify.dialog().id().callId(),
                    e);
            return FAILED;
        }
    }
}
