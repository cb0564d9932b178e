package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys about watcher information. */
final class WinfoKeys {

    private static final int YEAR = 31_536_000;

    private WinfoKeys() {}

    static List<Key> watcherInformation() {
        return List.of(
                onOff("watcherinfo_notify", true)
                        .from(SER)
                        .means("Whether `presence.winfo` is served, and `.winfo` of every other event package."),
                choice("winfo_auth", "implicit", "none", "implicit")
                        .from(SER)
                        .means(
                                "Who may see the watchers of a presentity. `implicit`: the presentity itself, others get 403;"
                                        + " `none`: everybody."),
                whole("winfo_min_interval", 5000, "milliseconds")
                        .between(0, 3_600_000)
                        .means(
                                "The least time between two NOTIFYs that tell a presentity of changes among its watchers (RFC"
                                        + " 3857 section 4.10); what happens meanwhile comes in one. The answer to a SUBSCRIBE"
                                        + " does not wait."),
                whole("winfo_waiting_time", 259_200, "seconds")
                        .between(0, YEAR)
                        .means(
                                "How long a watcher is shown as waiting whose subscription ended before the presentity had"
                                        + " decided about it; 0: not at all."),
                whole("winfo_waiting_max", 100, "")
                        .between(1, 10_000)
                        .means("The most who wait for one presentity; the oldest gives way."),
                onOff("use_offline_winfo", false)
                        .from(SER)
                        .means("Whether watchers of the absent are stored in `offline_winfo`, to be told of later."),
                onOff("offline_winfo_auto", true)
                        .means(
                                "Whether that is done by itself, as the script in SER's manual does it; 0: only by REST."),
                whole("offline_winfo_expiration", 259_200, "seconds")
                        .from(SER)
                        .means("How long watchers of the absent are stored."),
                whole("offline_winfo_timer", 3600, "seconds")
                        .from(SER)
                        .means(
                                "Between two removals of old watchers of the absent; 0: they stay in the table, but are not told"
                                        + " of any more."));
    }
}
