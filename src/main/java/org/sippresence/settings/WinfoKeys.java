package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.YEAR;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;
import org.sippresence.settings.SubscriptionSettings.Waiting;

/** The keys about watcher information. */
final class WinfoKeys {

    private WinfoKeys() {}

    static List<Key> all() {
        return List.of(
                onOff("watcherinfo_notify", true)
                        .from(SER)
                        .means("Whether `presence.winfo`, and `.winfo` of each other event package, is supported."),
                choice("winfo_auth", "implicit", "none", "implicit").from(SER).means("""
                        Who may see the watchers of a presentity. `implicit`: the presentity itself, others are
                        answered 403; `none`: all watchers."""),
                whole("winfo_min_interval", 5000, "milliseconds")
                        .between(0, 3_600_000)
                        .means("""
                        The minimum time between two NOTIFYs of changes to one subscription to watcher information (RFC
                        3857 section 4.10); changes in the meantime are merged into one. A NOTIFY that a SUBSCRIBE
                        triggered does not wait."""),
                whole("winfo_waiting_time", 259_200, "seconds").between(0, YEAR).means("""
                        How long a watcher is shown as waiting whose subscription ended before the presentity had
                        decided about it; 0: never."""),
                whole("winfo_waiting_max", 100, "")
                        .between(1, 10_000)
                        .alsoByDomain()
                        .means("The maximum number of waiting watchers of one presentity; the oldest is evicted."),
                onOff("use_offline_winfo", false).from(SER).means("""
                        Whether watchers that subscribe while the presentity is offline are stored in `offline_winfo`
                        and reported to it later."""),
                onOff("offline_winfo_auto", true).means("""
                        1: they are stored and reported without a command, as by the script in SER's manual; 0: only by
                        REST."""),
                whole("offline_winfo_expiration", 259_200, "seconds")
                        .from(SER)
                        .means("How long offline watchers are stored."),
                whole("offline_winfo_timer", 3600, "seconds").from(SER).means("""
                        The time between two removals of expired offline watchers; 0: they are kept in the table, but
                        not reported."""));
    }

    static WatcherInfoSettings read(Values values) {
        return new WatcherInfoSettings(
                values.on("watcherinfo_notify"),
                values.text("winfo_auth").equals("implicit"),
                Duration.ofMillis(values.number("winfo_min_interval")),
                new WatcherInfoSettings.Offline(
                        values.on("use_offline_winfo"),
                        values.on("offline_winfo_auto"),
                        Duration.ofSeconds(values.number("offline_winfo_expiration")),
                        values.period("offline_winfo_timer")));
    }

    static Waiting waiting(Values values) {
        return values.on("watcherinfo_notify")
                ? new Waiting(
                        Duration.ofSeconds(values.number("winfo_waiting_time")),
                        values.numberPerDomain("winfo_waiting_max"))
                : Waiting.none();
    }
}
