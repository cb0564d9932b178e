package org.sippresence.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watcher information (RFC 3857): watchers come and go while each presentity looks at who watches. Versions must rise one by one
 * and, at the end of a phase, the table must hold who is there. A server may tell of several changes at once.
 */
final class WinfoLoad implements Scenario {

    private static final int EXPIRES = 3_600;
    private static final Pattern VERSION = Pattern.compile("version=\"(\\d+)\"");
    private static final Pattern WATCHER = Pattern.compile("<(?:\\w+:)?watcher\\s([^>]*?)/?>", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]*)\"");
    private static final Pattern STATUS = Pattern.compile("\\bstatus=\"([^\"]*)\"");

    @Override
    public String name() {
        return "winfo";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of("users", "200", "watchers", "20", "inflight", "64", "wait", "30");
    }

    /** What one presentity has been told. */
    private static final class Table {

        private final Map<String, String> rows = new HashMap<>();
        private long version = -1;

        /** Takes a document; false: it does not follow the one before. */
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

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers(parameters.integer("users"));
        List<Table> tables = new ArrayList<>();
        List<LoadWatcher> owners = new ArrayList<>();
        for (LoadPublisher user : users) {
            Table table = new Table();
            tables.add(table);
            LoadPresentity winfo = new LoadPresentity(
                    "presence.winfo", "application/watcherinfo+xml", (notify, watcher) -> table.take(notify.body()));
            owners.add(stage.watcher(user, new LoadWatcher.Who(Draft.text(user.uri()), winfo)));
        }
        int each = parameters.integer("watchers");
        List<LoadWatcher> watchers = stage.watchers(users, each);
        stage.prepare("look", owners, owner -> owner.subscribe(EXPIRES));
        come(stage, "come", watchers, EXPIRES);
        settle(stage, "told of all", tables, each);
        come(stage, "go", watchers, 0);
        settle(stage, "told of none", tables, 0);
        stage.prepare("unsubscribe", owners, owner -> owner.subscribe(0));
    }

    private static void come(LoadStage stage, String name, List<LoadWatcher> watchers, int expires) {
        stage.each(stage.phase(name), watchers, watcher -> watcher.subscribe(expires));
    }

    /** Waits until every presentity has been told of so many. */
    private static void settle(LoadStage stage, String name, List<Table> tables, int each) {
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
