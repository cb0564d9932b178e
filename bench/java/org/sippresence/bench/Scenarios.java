package org.sippresence.bench;

import java.util.List;
import java.util.stream.Collectors;

/** All scenarios. */
final class Scenarios {

    private static final List<Scenario> ALL = List.of(
            new PublishLoad(),
            new SubscribeLoad(),
            new FanOut(),
            new RulesLoad(),
            new WinfoLoad(),
            new RegisterLoad(),
            new MessageLoad(),
            new SubscribeStorm(),
            new Day(),
            new Idle(),
            new Expiry(),
            new Kill(),
            new Outage(),
            new Soak(),
            new Restart());

    private Scenarios() {}

    static String names() {
        return ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    /**
     * Finds a scenario.
     *
     * @throws BadArguments if there is none with this name
     */
    static Scenario named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadArguments("no scenario " + name + "; there are " + names()));
    }
}
