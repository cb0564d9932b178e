package org.sippresence.bench;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The load generator: runs scenarios against a SIP presence server, one after the other in one JVM, so that the
 * generator is warmed up.
 */
public final class Bench {

    private static final String USAGE = """
        usage: Bench --target HOST:PORT [--domain NAME] [--http URL --token FILE] [--process LABEL=PID,...]
                     [--label NAME] [--round N] [--out FILE] [--warm-up SCENARIOS] [--sockets 8] [--bind ADDRESS,...] [--patience SECONDS]
                     [--restart-command COMMAND] [--measure-command COMMAND]
                     [--digest any|md5|sha-256 [--accounts-command COMMAND]] [--strict] [--quiet-results] SCENARIO[:key=value,...]...\
        """;

    private Bench() {}

    /** Runs the command line and exits the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    /**
     * Runs the command line in the calling thread.
     *
     * @return 0; 1 if a scenario was aborted, or, with {@code --strict}, if any NOTIFY was lost, repeated, reordered or
     *     wrong or a request failed unexpectedly; 2 if the arguments are invalid
     */
    public static int run(List<String> arguments, PrintStream screen) {
        try {
            Options options = Options.parse(arguments);
            List<Scenario> plan = plan(options);
            ResultWriter results = new ResultWriter(options.out(), screen);
            try (LoadSocket wire = new LoadSocket(options.target(), options.sockets(), options.bind())) {
                int warmUp = options.warmUp();
                for (Scenario each : plan) {
                    results.written(warmUp-- <= 0);
                    LoadStage.Parts parts = new LoadStage.Parts(options, wire, results);
                    each.body().accept(new LoadStage(parts, each));
                }
            }
            return options.strict() && !results.clean() ? 1 : 0;
        } catch (BadArguments e) {
            screen.println("bench: " + e.getMessage());
            screen.println(USAGE);
            return 2;
        } catch (BenchFailure | UncheckedIOException e) {
            screen.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private static List<Scenario> plan(Options options) {
        List<Scenario> plan = new ArrayList<>();
        for (String text : options.scenarios()) {
            int colon = text.indexOf(':');
            Scenario scenario = Scenarios.named(colon < 0 ? text : text.substring(0, colon));
            String parameters = colon < 0 ? "" : text.substring(colon + 1);
            plan.add(new Scenario(scenario.name(), scenario.parameters().with(parameters), scenario.body()));
        }
        return plan;
    }
}
