package org.sippresence.bench;

import java.util.List;

/** MESSAGE to users whose phone is registered and answers (RFC 3428): relayed, and the phone's answer brought back. */
final class MessageLoad implements Scenario {

    private static final int EXPIRES = 3_600;

    @Override
    public String name() {
        return "message";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of("users", "2000", "inflight", "64", "seconds", "6");
    }

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        List<LoadRegistrant> phones = stage.registrants(stage.publishers(parameters.integer("users")));
        stage.prepare("register", phones, phone -> phone.register(EXPIRES));
        stage.phase("message")
                .inflight(parameters.integer("inflight"))
                .seconds(parameters.number("seconds"))
                .run(new Rota<>(phones, LoadRegistrant::busy, LoadRegistrant::message));
        stage.prepare("remove", phones, phone -> phone.register(0));
    }
}
