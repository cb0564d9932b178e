package org.sippresence.xcap;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sippresence.xcap.Usage.Candidate;

/** What the schema of RFC 4745 section 13 says about the frame of a rule set; what stands in conditions is for its reader. */
final class RuleSets {

    private static final List<String> PARTS = List.of("conditions", "actions", "transformations");
    private static final String NC_NAME = "[\\p{L}_][\\p{L}\\p{N}._-]*";

    private RuleSets() {}

    static void check(Candidate candidate) throws ConflictException {
        Usages.requireRoot(candidate.root(), Usages.COMMON_POLICY, "ruleset");
        Set<String> ids = new HashSet<>();
        for (XmlElement rule : candidate.root().children()) {
            require(rule.is(Usages.COMMON_POLICY, "rule"), "a ruleset holds rules only");
            String id = rule.value("id").orElse("");
            require(id.matches(NC_NAME), "a rule has an id that is an XML name");
            require(ids.add(id), "ids of rules differ");
            checkParts(rule);
        }
    }

    private static void checkParts(XmlElement rule) throws ConflictException {
        int last = -1;
        for (XmlElement part : rule.children()) {
            boolean ours = part.name().getNamespaceURI().equals(Usages.COMMON_POLICY);
            int index = ours ? PARTS.indexOf(part.name().getLocalPart()) : -1;
            require(index > last, "a rule holds conditions, actions and transformations, each once, in this order");
            last = index;
        }
    }

    private static void require(boolean condition, String otherwise) throws ConflictException {
        if (!condition) {
            throw new ConflictException(Conflict.schema(otherwise));
        }
    }
}
