package org.sippresence.bench;

import java.util.List;
import java.util.stream.Collectors;

/** All scenarios. */
final class Scenarios {

    private static final List<Scenario> ALL = List.of(
            new Scenario(
                    "publish", "users=5000,seconds=6,inflight=256,expires=3600,size=400", RequestScenarios::publish),
            new Scenario("subscribe", "users=2000,watchers=10,inflight=256,expires=3600", RequestScenarios::subscribe),
            new Scenario("fanout", "users=1000,watchers=20,inflight=20,seconds=6", RequestScenarios::fanOut),
            new Scenario("rules", "users=200,watchers=20,inflight=20,seconds=6", RulesLoad::run),
            new Scenario("winfo", "users=200,watchers=20,inflight=64,wait=30", WinfoLoad::run),
            new Scenario("register", "users=20000,inflight=256,seconds=6,expires=3600", RequestScenarios::register),
            new Scenario("message", "users=2000,inflight=64,seconds=6", RequestScenarios::message),
            new Scenario("storm", "users=2000,watchers=10,inflight=100000", RequestScenarios::storm),
            new Scenario(
                    "day", "users=2000,watchers=20,inflight=4096,seconds=20,speedup=60,messages=0,seed=1", Day::run),
            new Scenario("idle", "users=10000,watchers=10,inflight=256,seconds=5,settle=0,keep=0", Idle::run),
            new Scenario("expiry", "users=500,watchers=2,inflight=64,expires=60,most=60", Expiry::run),
            new Scenario("kill", "users=3000,watchers=3,inflight=256,seconds=5,kills=3,arriving=1000", Kill::run),
            new Scenario(
                    "outage",
                    "users=1000,watchers=3,inflight=256,rate=300,before=2,after=3,times=1,arriving=300",
                    Outage::run),
            new Scenario(
                    "attack",
                    "users=200,arriving=50,rate=500,before=5,tries=100000,sources=1,inflight=256,speed=0,least=0.9",
                    Attack::run),
            new Scenario("soak", "seconds=3600,rate=300,users=1000,watchers=3,expires=60,warm=120,seed=1", Soak::run),
            new Scenario("restart", "users=1000,watchers=100,inflight=1,seconds=4,settle=35,clean=1", Restart::run));

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
