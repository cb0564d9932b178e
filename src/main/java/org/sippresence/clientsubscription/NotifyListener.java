package org.sippresence.clientsubscription;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Body;

/** Hears what a subscription brings. Called in the lane of whom it concerns, outside of a turn; must be quick. */
public interface NotifyListener {

    /** A NOTIFY; whether its body could be understood, if it has one. */
    boolean notified(News news);

    /**
     * Nothing is heard any more.
     *
     * @param forGood whether nothing more is tried
     */
    void lost(boolean forGood);

    /**
     * What a NOTIFY says.
     *
     * @param dialog rises with each new dialog, in which versions begin anew
     * @param state of the subscription
     */
    record News(long dialog, String state, Optional<Body> body) {

        public News {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(body, "body");
        }
    }
}
