package org.sippresence.hook;

import javax.sip.RequestEvent;

/** Takes requests before the container does: those that belong to dialogs that the container knows nothing of. */
@FunctionalInterface
public interface EarlyRequests {

    /**
     * Called on a thread of the SIP stack; must not block.
     *
     * @return whether the request is answered, now or soon; otherwise it goes its usual way
     */
    boolean take(RequestEvent event);
}
