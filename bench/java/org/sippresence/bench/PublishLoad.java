package org.sippresence.bench;

import java.util.List;

/** PUBLISH without watchers: new publications, modifications, refreshes, removals (RFC 3903 section 4). */
final class PublishLoad implements Scenario {

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of(
                "users", "5000", "seconds", "6", "inflight", "256", "expires", "3600", "size", "400");
    }

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadPublisher> users = stage.publishers(parameters.integer("users"));
        LoadPidf document = new LoadPidf(parameters.integer("size"), "");
        for (LoadPublisher each : users) {
            each.document(document);
            each.expires(parameters.integer("expires"));
        }
        double seconds = parameters.number("seconds");
        int inflight = parameters.integer("inflight");
        stage.each(stage.phase("new"), users, LoadPublisher::publish);
        stage.phase("modify")
                .inflight(inflight)
                .seconds(seconds)
                .run(new Rota<>(users, LoadPublisher::busy, LoadPublisher::publish));
        stage.phase("refresh")
                .inflight(inflight)
                .seconds(seconds)
                .run(new Rota<>(users, LoadPublisher::busy, LoadPublisher::refresh));
        stage.each(stage.phase("remove"), users, LoadPublisher::remove);
    }
}
