package org.sippresence.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.subscription.Accept;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.Watcher;

/** Users and requests for tests. */
public final class Fixtures {

    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Fixtures() {}

    public static Aor alice() {
        return Aor.parse("sip:alice@example.org");
    }

    public static Aor bob() {
        return Aor.parse("sip:bob@example.org");
    }

    public static Body text(String text) {
        return Body.of(MediaType.PIDF, text);
    }

    public static PublishCommand publish(Aor presentity, String body) {
        return publish(presentity, new Content.State(() -> text(body)), OptionalInt.empty());
    }

    public static PublishCommand publish(Aor presentity, Content content, OptionalInt expires) {
        return new PublishCommand(presentity, EventName.PRESENCE, Optional.empty(), expires, content, "");
    }

    /** The same request with SIP-If-Match. */
    public static PublishCommand matching(PublishCommand command, EntityTag tag) {
        return new PublishCommand(
                command.presentity(),
                command.event(),
                Optional.of(tag),
                command.expires(),
                command.content(),
                command.sender());
    }

    public static PublishCommand refresh(Aor presentity, EntityTag tag, int expires) {
        return matching(publish(presentity, new Content.None(), OptionalInt.of(expires)), tag);
    }

    public static PublishCommand modify(Aor presentity, EntityTag tag, String body) {
        return matching(publish(presentity, body), tag);
    }

    public static Watcher watcher(Aor aor) {
        return new Watcher(aor, "", "");
    }

    /** Bob's dialog of this name with the server, as created by his SUBSCRIBE with CSeq 1. */
    public static Dialog dialog(String name) {
        return dialog(new DialogId("call-" + name, "ours-" + name, "theirs-" + name), List.of());
    }

    /** Bob's dialog with this route set. */
    public static Dialog dialog(DialogId id, List<String> routeSet) {
        return new Dialog(
                id,
                "sip:alice@example.org",
                "sip:bob@example.org",
                "sip:bob@192.0.2.1:5070",
                routeSet,
                "sip:192.0.2.9:5060",
                "udp",
                1);
    }

    /** A SUBSCRIBE of this watcher to another event package about Alice. */
    public static SubscribeCommand subscribe(EventName event, Watcher watcher, Dialog dialog, int expires) {
        return new SubscribeCommand(
                alice(),
                new EventId(event, ""),
                watcher,
                dialog,
                OptionalInt.of(expires),
                Accept.ABSENT,
                Optional.empty(),
                Map.of());
    }

    /** Bob's SUBSCRIBE in a dialog of this name. */
    public static SubscribeCommand subscribe(Aor presentity, String dialog, int expires) {
        return subscribe(presentity, dialog(dialog), OptionalInt.of(expires), List.of());
    }

    /** A SUBSCRIBE to an event of Alice, without Accept. */
    public static SubscribeCommand subscribe(EventId event, Aor watcher, Dialog dialog, int expires) {
        return new SubscribeCommand(
                alice(),
                event,
                watcher(watcher),
                dialog,
                OptionalInt.of(expires),
                Accept.ABSENT,
                Optional.empty(),
                Map.of());
    }

    public static SubscribeCommand subscribe(
            Aor presentity, Dialog dialog, OptionalInt expires, List<MediaType> accept) {
        return new SubscribeCommand(
                presentity,
                new EventId(EventName.PRESENCE, ""),
                watcher(bob()),
                dialog,
                expires,
                Accept.of(accept),
                Optional.empty(),
                Map.of());
    }

    /** Bob's refresh with this CSeq; Expires 0 unsubscribes. */
    public static SubscribeCommand resubscribe(Aor presentity, String dialog, long cseq, int expires) {
        Dialog within = dialog(dialog);
        return subscribe(
                presentity, within.refreshed(within.target(), within.flow(), cseq), OptionalInt.of(expires), List.of());
    }
}
