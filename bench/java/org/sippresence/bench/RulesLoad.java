package org.sippresence.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes of presentities whose rules (RFC 5025) divide their watchers into five classes with different views: everything;
 * services and persons without notes; services only; polite-block; pending. Each NOTIFY is checked against the view of its
 * watcher. For this server only: the rules are put into its XCAP server with the admin token.
 */
final class RulesLoad {

    private static final byte[] SECRET = MessageBuffer.ascii("fishing");
    private static final byte[] MOOD = MessageBuffer.ascii("happy");
    private static final String PERSON = "<dm:person xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\""
            + " xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\""
            + " id=\"p1\"><r:mood><r:happy/></r:mood><dm:note>fishing</dm:note></dm:person>";
    private static final String SERVICES = "<pr:provide-services><pr:all-services/></pr:provide-services>";
    private static final String PERSONS = "<pr:provide-persons><pr:all-persons/></pr:provide-persons>";
    private static final int SIZE = 700;

    /** The view of a class of watchers. */
    private enum View {
        EVERYTHING("allow", SERVICES + PERSONS + "<pr:provide-all-attributes/>"),
        MOODS("allow", SERVICES + PERSONS + "<pr:provide-mood>true</pr:provide-mood>"),
        BARE("allow", SERVICES),
        POLITE("polite-block", ""),
        PENDING("confirm", "");

        private final String handling;
        private final String transformations;

        View(String handling, String transformations) {
            this.handling = handling;
            this.transformations = transformations;
        }

        LoadWatcher.Who who() {
            return new LoadWatcher.Who("", WatchedPackage.presence(this::right));
        }

        boolean seesStamps() {
            return this == EVERYTHING || this == MOODS || this == BARE;
        }

        private boolean right(Packet notify, LoadWatcher watcher) {
            boolean mood = notify.bodyHas(MOOD);
            boolean secret = notify.bodyHas(SECRET);
            if (!seesStamps()) {
                return !mood && !secret && notify.stamp() < 0;
            }
            return mood == (this != BARE) && secret == (this == EVERYTHING) && watcher.takeStamp(notify);
        }
    }

    private RulesLoad() {}

    static void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        Http http = new Http(stage);
        List<LoadPublisher> users = stage.publishers();
        LoadPidf document = new LoadPidf(SIZE, PERSON);
        users.forEach(user -> user.document(document));
        View[] views = View.values();
        List<LoadWatcher> watchers = new ArrayList<>();
        for (LoadPublisher user : users) {
            List<LoadWatcher> own = new ArrayList<>();
            for (int i = 0; i < parameters.integer("watchers"); i++) {
                own.add(watcher(stage, user, views[i % views.length]));
            }
            http.put(path(user), "application/auth-policy+xml", rules(own));
            watchers.addAll(own);
        }
        stage.prepare("publish", users, LoadPublisher::publish);
        stage.prepare("subscribe", watchers, watcher -> watcher.subscribe(Population.EXPIRES));
        stage.timedPhase("change")
                .converging()
                .run(new RoundRobin<>(users, LoadPublisher::busy, LoadPublisher::publish));
        stage.prepare("unsubscribe", watchers, watcher -> watcher.subscribe(0));
        stage.prepare("remove", users, LoadPublisher::remove);
        for (LoadPublisher user : users) {
            http.delete(path(user));
        }
    }

    private static LoadWatcher watcher(LoadStage stage, LoadPublisher user, View view) {
        LoadWatcher watcher = stage.watcher(user, view.who());
        if (!view.seesStamps()) {
            watcher.seesNoStamps();
        }
        if (view == View.PENDING) {
            watcher.expectPending();
        }
        return watcher;
    }

    private static String path(LoadPublisher user) {
        return "/xcap/pres-rules/users/" + MessageBuffer.text(user.uri()) + "/index";
    }

    private static String rules(List<LoadWatcher> watchers) {
        StringBuilder rules = new StringBuilder(2_000);
        rules.append("<cp:ruleset xmlns:cp=\"urn:ietf:params:xml:ns:common-policy\""
                + " xmlns:pr=\"urn:ietf:params:xml:ns:pres-rules\">");
        View[] views = View.values();
        for (int k = 0; k < views.length; k++) {
            View view = views[k];
            rules.append("<cp:rule id=\"").append(view).append("\"><cp:conditions><cp:identity>");
            for (int i = k; i < watchers.size(); i += views.length) {
                rules.append("<cp:one id=\"")
                        .append(MessageBuffer.text(watchers.get(i).uri()))
                        .append("\"/>");
            }
            rules.append("</cp:identity></cp:conditions><cp:actions><pr:sub-handling>")
                    .append(view.handling)
                    .append("</pr:sub-handling></cp:actions><cp:transformations>")
                    .append(view.transformations)
                    .append("</cp:transformations></cp:rule>");
        }
        return rules.append("</cp:ruleset>").toString();
    }
}
