package org.sippresence.events.winfo;

import java.util.List;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.xml.XmlWriter;

/**
 * A watcher information document (RFC 3858): the watchers of one presentity in one event package.
 *
 * @param version starts at 0 and increases by one with each document of a subscription
 * @param whole whether it contains all watchers, or only the changed ones
 * @param watched the event package, without {@code .winfo}
 */
record WatcherInfoDocument(
        long version, boolean whole, Aor presentity, EventName watched, List<WatcherElement> watchers) {

    static final MediaType TYPE = new MediaType("application", "watcherinfo+xml");

    WatcherInfoDocument {
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(watched, "watched");
        watchers = List.copyOf(watchers);
    }

    Body print() {
        XmlWriter out = new XmlWriter();
        out.raw(XmlWriter.DECLARATION)
                .raw("<watcherinfo")
                .attribute("xmlns", "urn:ietf:params:xml:ns:watcherinfo")
                .attribute("version", Long.toString(version))
                .attribute("state", whole ? "full" : "partial")
                .raw(">\n<watcher-list")
                .attribute("resource", presentity.uri())
                .attribute("package", watched.value())
                .raw(">\n");
        watchers.forEach(each -> print(each, out));
        out.raw("</watcher-list>\n</watcherinfo>\n");
        return Body.of(TYPE, out.toString());
    }

    private static void print(WatcherElement watching, XmlWriter out) {
        out.raw("<watcher")
                .attribute("id", watching.id())
                .attribute("status", watching.state().label())
                .attribute("event", watching.eventName());
        if (!watching.displayName().isEmpty()) {
            out.attribute("display-name", watching.displayName());
        }
        watching.expiration().ifPresent(seconds -> out.attribute("expiration", Long.toString(seconds)));
        watching.subscribed().ifPresent(seconds -> out.attribute("duration-subscribed", Long.toString(seconds)));
        out.raw('>').text(watching.watcher().uri()).raw("</watcher>\n");
    }
}
