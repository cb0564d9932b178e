package org.sippresence.xcap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.RulesReader;
import org.sippresence.authorization.UnsupportedElements;
import org.sippresence.model.Aor;
import org.sippresence.model.MediaType;
import org.sippresence.xcap.ApplicationUsage.Validity;
import org.sippresence.xml.MalformedXmlException;

/** The application usages that the server supports. */
final class ApplicationUsages {

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

    /** Creates the usages for reading URIs: no document is checked by its reader, and rules may refer to any list. */
    ApplicationUsages() {
        this(presence -> Optional.empty(), (owner, list) -> true);
    }

    /**
     * Creates the usages.
     *
     * @param presence checks documents with hard state (RFC 4827)
     * @param lists whether the URI names a list of the user that rules may refer to
     */
    ApplicationUsages(DocumentCheck presence, BiPredicate<Aor, String> lists) {
        MediaType policy = application("auth-policy+xml");
        Validity presenceRules = rules(
                document -> RulesReader.read("", document).externalLists(),
                UnsupportedElements::inPresenceRules,
                lists);
        add(new ApplicationUsage("pres-rules", policy, PRES_RULES, false, presenceRules));
        add(new ApplicationUsage("org.openmobilealliance.pres-rules", policy, COMMON_POLICY, false, presenceRules));
        Validity imRules =
                rules(document -> ImRules.read(document).externalLists(), UnsupportedElements::inImRules, lists);
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
            candidate.requireRoot(PIDF, "presence");
            Optional<String> objection = presence.objection(candidate.bytes());
            if (objection.isPresent()) {
                throw new ConflictException(Conflict.SCHEMA, objection.get());
            }
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

    /** Reads something from rules. */
    private interface Reader<T> {
        T read(byte[] document) throws MalformedXmlException;
    }

    /**
     * Rejects rules that the server cannot read or would ignore in part, and references to lists that it does not look up, because
     * it would treat them as empty.
     *
     * @param named finds the URIs of the lists that the rules refer to
     * @param unsupported finds an element that the server would ignore
     */
    private static Validity rules(
            Reader<Set<String>> named, Reader<Optional<String>> unsupported, BiPredicate<Aor, String> lists) {
        return candidate -> {
            candidate.requireRoot(COMMON_POLICY, "ruleset");
            DocumentSchema.check(candidate.document());
            Aor owner = candidate.key().owner();
            try {
                Set<String> uris = named.read(candidate.bytes());
                Optional<String> ignored = unsupported.read(candidate.bytes());
                if (ignored.isPresent()) {
                    throw new ConflictException(Conflict.CONSTRAINT, ignored.get());
                }
                for (String each : uris) {
                    if (!candidate.key().isGlobal() && !lists.test(owner, each)) {
                        throw new ConflictException(
                                Conflict.CONSTRAINT,
                                "the list " + each + " of an external-list is no resource list of " + owner);
                    }
                }
            } catch (MalformedXmlException e) {
                throw new ConflictException(Conflict.SCHEMA, e.getMessage());
            }
        };
    }

    private static void refuse(ApplicationUsage.Candidate candidate) throws ConflictException {
        throw new ConflictException(Conflict.CONSTRAINT, "the server generates these documents");
    }

    Optional<ApplicationUsage> find(String auid) {
        return Optional.ofNullable(usages.get(auid));
    }

    /** Returns the usages in the order of their AUIDs. */
    List<ApplicationUsage> all() {
        return List.copyOf(usages.values());
    }
}
