package org.sippresence.bench;

import java.util.List;

/** PUBLISH without watchers: new publications, modifications, refreshes, removals (RFC 3903 section 4). */
final class PublishLoad implements Scenario {

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public Parameters parameters() {
        return Parameters.of("users", "5000", "seconds", "6", "inflight", "256", "expires", "3600", "size", "400");
    }

    @Override
    public void run(Stage stage) {
        Parameters parameters = stage.parameters();
        List<Publisher> users = stage.publishers(parameters.integer("users"));
        Pidf document = new Pidf(parameters.integer("size"), "");
        for (Publisher each : users) {
            each.document(document);
            each.expires(parameters.integer("expires"));
        }
        double seconds = parameters.number("seconds");
        int inflight = parameters.integer("inflight");
        stage.each(stage.phase("new"), users, Publisher::publish);
        stage.phase("modify")
                .inflight(inflight)
                .seconds(seconds)
                .run(new Rota<>(users, Publisher::busy, Publisher::publish));
        stage.phase("refresh")
                .inflight(inflight)
                .seconds(seconds)
                .run(new Rota<>(users, Publisher::busy, Publisher::refresh));
        stage.each(stage.phase("remove"), users, Publisher::remove);
    }
}
