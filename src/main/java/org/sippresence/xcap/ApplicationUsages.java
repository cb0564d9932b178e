package org.sippresence.xcap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.MalformedRulesException;
import org.sippresence.authorization.RulesReader;
import org.sippresence.authorization.UnsupportedElements;
import org.sippresence.model.Aor;
import org.sippresence.model.MediaType;
import org.sippresence.xcap.ApplicationUsage.Validity;

/** The application usages that the server supports. */
public final class ApplicationUsages {

    static final String COMMON_POLICY = "urn:ietf:params:xml:ns:common-policy";
    static final String PRES_RULES = "urn:ietf:params:xml:ns:pres-rules";
    static final String IM_RULES = "urn:iptel:xml:ns:im-rules";
    static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    static final String CAPS = "urn:ietf:params:xml:ns:xcap-caps";
    static final String DIRECTORY = "urn:oma:xml:xdm:xcap-directory";
    static final List<String> OMA_NAMESPACES = List.of("urn:oma:xml:xdm:common-policy", "urn:oma:xml:prs:pres-rules");
    static final String CAPS_AUID = "xcap-caps";
    static final String DIRECTORY_AUID = "org.openmobilealliance.xcap-directory";

    private final Map<String, ApplicationUsage> usages = new TreeMap<>();

    /**
     * The checks by the components that read the documents.
     *
     * @param presenceRules checks presence rules of RFC 5025 and of OMA
     * @param imRules checks documents that authorize messages
     * @param presence checks documents with hard state (RFC 4827)
     */
    public record Checks(DocumentCheck presenceRules, DocumentCheck imRules, DocumentCheck presence) {
        public static Checks none() {
            return new Checks(DocumentCheck.none(), DocumentCheck.none(), DocumentCheck.none());
        }
    }

    /** Creates the usages without resource lists of users: rules may refer to any list. */
    public ApplicationUsages(Checks checks) {
        this(checks, (owner, list) -> true);
    }

    /**
     * Creates the usages with a lookup of resource lists.
     *
     * @param lists whether the URI names a list of the user that rules may refer to
     */
    ApplicationUsages(Checks checks, BiPredicate<Aor, String> lists) {
        MediaType policy = application("auth-policy+xml");
        Validity presenceRules = rules(
                checks.presenceRules(),
                UnsupportedElements::inPresenceRules,
                requireLists(document -> RulesReader.read("", document).externalLists(), lists));
        add(new ApplicationUsage("pres-rules", policy, PRES_RULES, false, presenceRules));
        add(new ApplicationUsage("org.openmobilealliance.pres-rules", policy, COMMON_POLICY, false, presenceRules));
        Validity imRules = rules(
                checks.imRules(),
                UnsupportedElements::inImRules,
                requireLists(document -> ImRules.read(document).externalLists(), lists));
        add(new ApplicationUsage("im-rules", policy, IM_RULES, false, imRules));
        add(new ApplicationUsage(
                "resource-lists",
                application("resource-lists+xml"),
                ResourceLists.NAMESPACE,
                false,
                new ResourceLists()::check));
        add(new ApplicationUsage(
                "rls-services",
                application("rls-services+xml"),
                RlsServices.NAMESPACE,
                false,
                new RlsServices()::check));
        add(new ApplicationUsage("pidf-manipulation", MediaType.PIDF, PIDF, false, candidate -> {
            requireRoot(candidate.root(), PIDF, "presence");
            requireReadable(checks.presence(), candidate);
        }));
        add(new ApplicationUsage(CAPS_AUID, application("xcap-caps+xml"), CAPS, true, ApplicationUsages::refuse));
        add(new ApplicationUsage(
                DIRECTORY_AUID, application("vnd.oma.xcap-directory+xml"), DIRECTORY, true, ApplicationUsages::refuse));
    }

    private static MediaType application(String subtype) {
        return new MediaType("application", subtype);
    }

    private void add(ApplicationUsage usage) {
        usages.put(usage.auid(), usage);
    }

    /** Finds an element of rules that the server would ignore. */
    private interface Search {
        Optional<String> find(byte[] document) throws MalformedRulesException;
    }

    /** Finds the URIs of the lists that rules refer to. */
    private interface Named {
        Set<String> in(byte[] document) throws MalformedRulesException;
    }

    /** Rejects references to lists that the server does not look up: it would treat them as empty. */
    private static Validity requireLists(Named named, BiPredicate<Aor, String> lists) {
        return candidate -> {
            Aor owner = candidate.key().owner();
            try {
                for (String each : named.in(candidate.bytes())) {
                    if (!candidate.key().isGlobal() && !lists.test(owner, each)) {
                        throw new ConflictException(Conflict.constraint("the server does not obey external-list with "
                                + each + ": it is none of the resource-lists of " + owner));
                    }
                }
            } catch (MalformedRulesException e) {
                throw new ConflictException(Conflict.schema(e.getMessage()));
            }
        };
    }

    private static Validity rules(DocumentCheck reader, Search unsupported, Validity lists) {
        return candidate -> {
            requireRoot(candidate.root(), COMMON_POLICY, "ruleset");
            DocumentSchema.check(candidate.document());
            requireReadable(reader, candidate);
            try {
                Optional<String> ignored = unsupported.find(candidate.bytes());
                if (ignored.isPresent()) {
                    throw new ConflictException(Conflict.constraint(ignored.get()));
                }
            } catch (MalformedRulesException e) {
                throw new ConflictException(Conflict.schema(e.getMessage()));
            }
            lists.check(candidate);
        };
    }

    static void requireRoot(XmlElement root, String namespace, String name) throws ConflictException {
        if (!root.is(namespace, name)) {
            throw new ConflictException(Conflict.schema("the root must be " + name + " of " + namespace));
        }
    }

    private static void requireReadable(DocumentCheck reader, ApplicationUsage.Candidate candidate)
            throws ConflictException {
        Optional<String> objection = reader.objection(candidate.bytes());
        if (objection.isPresent()) {
            throw new ConflictException(Conflict.schema(objection.get()));
        }
    }

    private static void refuse(ApplicationUsage.Candidate candidate) throws ConflictException {
        throw new ConflictException(Conflict.constraint("the server makes these documents"));
    }

    Optional<ApplicationUsage> find(String auid) {
        return Optional.ofNullable(usages.get(auid));
    }

    /** Returns the usages in the order of their AUIDs. */
    List<ApplicationUsage> all() {
        return List.copyOf(usages.values());
    }
}
