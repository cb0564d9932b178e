package org.sippresence.bench;

import java.util.List;

/** REGISTER with one contact for each user: new ones, refreshes, removals (RFC 3261 section 10). */
final class RegisterLoad implements Scenario {

    @Override
    public String name() {
        return "register";
    }

    @Override
    public ScenarioParameters parameters() {
        return ScenarioParameters.of("users", "20000", "inflight", "256", "seconds", "6", "expires", "3600");
    }

    @Override
    public void run(LoadStage stage) {
        ScenarioParameters parameters = stage.parameters();
        int expires = parameters.integer("expires");
        List<LoadRegistrant> phones = stage.registrants(stage.publishers(parameters.integer("users")));
        stage.each(stage.phase("register"), phones, phone -> phone.register(expires));
        stage.phase("refresh")
                .inflight(parameters.integer("inflight"))
                .seconds(parameters.number("seconds"))
                .run(new Rota<>(phones, LoadRegistrant::busy, phone -> phone.register(expires)));
        stage.each(stage.phase("remove"), phones, phone -> phone.register(0));
    }
}
