package org.sippresence.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.RuleTrial;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.maintenance.AuthorizationExplainer.AuthorizationReport;
import org.sippresence.model.Body;

/**
 * A decision about a watcher.
 *
 * @param permissions which parts of the published state may be seen
 * @param filtered whether the watcher sees a document other than the published one
 * @param document what the watcher sees; null if nothing
 * @param rules the result of each rule
 */
record AuthorizationRepresentation(
        @JsonUnwrapped Decision decision,
        @JsonUnwrapped Moment moment,
        PermissionsRepresentation permissions,
        boolean filtered,
        String document,
        List<Trial> rules) {

    /**
     * The outcome of the decision.
     *
     * @param code Kamailio's number
     * @param status Kamailio's name of it, the state of a subscription
     * @param decision the rules' name of it (RFC 5025 section 3.2)
     * @param rule the id of the rule that decided; null if none did
     */
    record Decision(int code, String status, String decision, String rule, String why) {

        private static Decision from(RulesDecision decision) {
            return new Decision(
                    switch (decision.handling()) {
                        case ALLOW -> 1;
                        case CONFIRM -> 2;
                        case BLOCK -> 3;
                        case POLITE_BLOCK -> 5;
                    },
                    switch (decision.handling()) {
                        case ALLOW -> "active";
                        case CONFIRM -> "pending";
                        case BLOCK -> "terminated";
                        case POLITE_BLOCK -> "polite-block";
                    },
                    label(decision.handling()),
                    decision.rule().orElse(null),
                    decision.why());
        }
    }

    /**
     * Sphere and time of the decision.
     *
     * @param sphere null if undefined
     * @param until when time alone may change the decision; null for never
     */
    record Moment(String at, String sphere, String until) {

        private static Moment from(DecisionContext context, Instant until) {
            return new Moment(
                    context.at().toString(),
                    context.sphere().orElse(null),
                    until.equals(Instant.MAX) ? null : until.toString());
        }
    }

    /**
     * The result of one rule.
     *
     * @param unmet the first condition that is not met; null if the rule matches
     */
    record Trial(String document, String rule, String handling, boolean matches, String unmet) {

        private static Trial from(RuleTrial trial) {
            return new Trial(
                    trial.document(),
                    trial.rule(),
                    label(trial.handling()),
                    trial.matches(),
                    trial.unmet().orElse(null));
        }
    }

    static AuthorizationRepresentation from(AuthorizationReport report) {
        return new AuthorizationRepresentation(
                Decision.from(report.decision()),
                Moment.from(report.context(), report.decision().until()),
                PermissionsRepresentation.from(report.decision().permissions()),
                report.filtered(),
                report.document().map(Body::text).orElse(null),
                report.rules().stream().map(Trial::from).toList());
    }

    private static String label(Authorization handling) {
        return handling.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
