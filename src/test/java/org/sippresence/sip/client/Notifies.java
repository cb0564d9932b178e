package org.sippresence.sip.client;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.MediaType;
import org.sippresence.notification.Notify;

/** Dialogs and their NOTIFYs. */
final class Notifies {

    private Notifies() {}

    static Dialog dialog(String callId, String target, String contact, String... routes) {
        return new Dialog(
                new DialogId(callId, "ours", "theirs"),
                "sip:alice@example.org",
                "sip:bob@example.org",
                target,
                List.of(routes),
                contact,
                "udp",
                1);
    }

    static Notify notify(Dialog dialog, String state, String body) {
        return new Notify(dialog, 17, "presence;id=7", state, Optional.of(Body.of(MediaType.PIDF, body)));
    }
}
