package org.sippresence.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watcher information (RFC 3857): watchers come and go while each presentity is subscribed to {@code presence.winfo}.
 * Versions must increase by one, and at the end of a phase each table must contain the present watchers. A NOTIFY may
 * report several changes.
 */
final class WinfoLoad {

    private static final Pattern VERSION = Pattern.compile("version=\"(\\d+)\"");
    private static final Pattern WATCHER = Pattern.compile("<(?:\\w+:)?watcher\\s([^>]*?)/?>", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]*)\"");
    private static final Pattern STATUS = Pattern.compile("\\bstatus=\"([^\"]*)\"");

    /** The watchers that one presentity knows of. */
    private static final class Table {

        private final Map<String, String> rows = new HashMap<>();
        private long version = -1;

        /** Applies a document; false: it does not follow the previous one. */
        boolean take(String document) {
            Matcher number = VERSION.matcher(document);
            if (!number.find()) {
                return document.isEmpty();
            }
            long next = Long.parseLong(number.group(1));
            boolean full = document.contains("state=\"full\"");
            if (full) {
                rows.clear();
            }
            boolean follows = full ? next > version : next == version + 1;
            version = next;
            Matcher watcher = WATCHER.matcher(document);
            while (watcher.find()) {
                row(watcher.group(1));
            }
            return follows;
        }

        private void row(String attributes) {
            Matcher id = ID.matcher(attributes);
            Matcher status = STATUS.matcher(attributes);
            if (!id.find() || !status.find()) {
                return;
            }
            if ("terminated".equals(status.group(1))) {
                rows.remove(id.group(1));
            } else {
                rows.put(id.group(1), status.group(1));
            }
        }

        int size() {
            return rows.size();
        }
    }

    private WinfoLoad() {}

    static void run(LoadStage stage) {
        List<LoadPublisher> users = stage.publishers();
        List<Table> tables = new ArrayList<>();
        List<LoadWatcher> owners = new ArrayList<>();
        for (LoadPublisher user : users) {
            Table table = new Table();
            tables.add(table);
            WatchedPackage winfo = new WatchedPackage(
                    "presence.winfo", "application/watcherinfo+xml", (notify, watcher) -> table.take(notify.body()));
            owners.add(stage.watcher(user, new LoadWatcher.Who(MessageBuffer.text(user.uri()), winfo)));
        }
        int each = stage.parameters().integer("watchers");
        List<LoadWatcher> watchers = stage.watchers(users);
        stage.prepare("subscribe", owners, owner -> owner.subscribe(Population.EXPIRES));
        subscribe(stage, "come", watchers, Population.EXPIRES);
        awaitRows(stage, "all seen", tables, each);
        subscribe(stage, "go", watchers, 0);
        awaitRows(stage, "none seen", tables, 0);
        stage.prepare("unsubscribe", owners, owner -> owner.subscribe(0));
    }

    private static void subscribe(LoadStage stage, String name, List<LoadWatcher> watchers, int expires) {
        stage.each(stage.phase(name), watchers, watcher -> watcher.subscribe(expires));
    }

    /** Waits until the table of every presentity has this number of rows. */
    private static void awaitRows(LoadStage stage, String name, List<Table> tables, int each) {
        stage.phase(name)
                .unreported()
                .seconds(stage.parameters().number("wait"))
                .until(() -> behind(tables, each) == 0)
                .summary(meter -> meter.notifyLost += behind(tables, each))
                .run(() -> false);
    }

    private static long behind(List<Table> tables, int each) {
        return tables.stream().filter(table -> table.size() != each).count();
    }
}
