package org.sippresence.clientsubscription;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.xml.XmlReader;

/**
 * Receives the NOTIFYs of a client subscription. Called in the presentity's lane, outside a presentity transaction; must be fast.
 */
public interface NotifyListener {

    /** The reader of bodies in XML, whose length is bounded on receipt. */
    XmlReader XML = new XmlReader(Integer.MAX_VALUE, 10, 20_000);

    /** Called for a NOTIFY; returns whether its body, if any, could be parsed. */
    boolean notified(Notification notification);

    /**
     * Called when the subscription has ended.
     *
     * @param forGood whether there will be no further attempt
     */
    void lost(boolean forGood);

    /**
     * The content of a NOTIFY.
     *
     * @param dialog increases with each new dialog, in which document versions restart
     * @param state state of the subscription
     */
    record Notification(long dialog, String state, Optional<Body> body) {

        public Notification {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(body, "body");
        }
    }
}
