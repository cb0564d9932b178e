package org.sippresence.events.winfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a subscriber to watcher information knows: the table of RFC 3858 section 4. Fails at a gap between versions. */
public final class WatcherTable {

    private final Map<String, String> rows = new TreeMap<>();
    private long version = -1;
    private boolean whole;

    /** Takes the next document in, after having it checked by {@link WatcherInfoRules}. */
    public void take(String document) {
        Element root = WatcherInfoRules.check(document);
        long next = Long.parseLong(root.getAttribute("version"));
        assertThat(next).as("version in\n%s", document).isEqualTo(version + 1);
        version = next;
        whole = root.getAttribute("state").equals("full");
        if (whole) {
            rows.clear();
        }
        NodeList watchers = root.getElementsByTagNameNS("*", "watcher");
        for (int i = 0; i < watchers.getLength(); i++) {
            Element watcher = (Element) watchers.item(i);
            if (watcher.getAttribute("status").equals("terminated")) {
                rows.remove(watcher.getAttribute("id"));
            } else {
                rows.put(watcher.getAttribute("id"), row(watcher));
            }
        }
    }

    /** As the table of a subscriber that has seen documents before, such as one of before a restart. */
    public static WatcherTable after(long version) {
        WatcherTable table = new WatcherTable();
        table.version = version;
        return table;
    }

    /** One row, such as {@code sip:bob@example.org pending subscribe}. */
    static String row(Element watcher) {
        return watcher.getTextContent() + ' ' + watcher.getAttribute("status") + ' ' + watcher.getAttribute("event");
    }

    /** By the ids of watchers, without those that are terminated. */
    public Map<String, String> rows() {
        return Map.copyOf(rows);
    }

    public long version() {
        return version;
    }

    /** Whether the last document was whole. */
    public boolean isWhole() {
        return whole;
    }
}
