package org.sippresence.xcap;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.Characters;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapSettings.UsernameMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parses XCAP URIs as received (RFC 4825 section 6) and checks that their users belong to the served domains. */
final class XcapUriReader {

    /** The path of the XCAP root. */
    static final String ROOT = "/xcap/";

    private static final Logger LOG = LoggerFactory.getLogger(XcapUriReader.class);
    private static final String LISTS = "resource-lists/";
    private static final String SEPARATOR = "~~";
    private static final int MAX_URI_LENGTH = 255;

    /** Possessive: the matcher would need stack for each character of a URI otherwise. */
    private static final Pattern BINDING =
            Pattern.compile("\\s*+xmlns\\(\\s*+([^\\s=()]++)\\s*+=\\s*+((?:[^()^]|\\^[()^])*+)\\)");

    private final ApplicationUsages usages;
    private final Set<String> domains;
    private final boolean byUserPart;

    /**
     * Creates the reader.
     *
     * @param domains the served domains, in lower case; empty if all domains are served
     * @param byUserPart whether a user name without domain is accepted, if there is exactly one domain
     */
    XcapUriReader(ApplicationUsages usages, Set<String> domains, boolean byUserPart) {
        this.usages = usages;
        this.domains = Set.copyOf(domains);
        this.byUserPart = byUserPart;
    }

    /** Creates the reader of the URIs that the settings allow. */
    static XcapUriReader of(ApplicationUsages usages, Settings settings) {
        return new XcapUriReader(
                usages, settings.sip().domains(), settings.xcap().documents().usernameMode() == UsernameMode.USER);
    }

    /** Returns the owner of the tree that a path is in, whether or not a resource exists there. */
    Optional<Aor> owner(String path) {
        List<String> segments = segments(path);
        return segments.size() < 3 || !segments.get(1).equals("users") ? Optional.empty() : user(segments.get(2));
    }

    /**
     * Parses a URI; empty if it can name no resource.
     *
     * @param path below the root, as received
     * @param query as received, or empty
     * @throws IllegalArgumentException if it is no XCAP URI: 400
     */
    Optional<XcapTarget> read(String path, String query) {
        List<String> segments = segments(path);
        int separator = segments.indexOf(SEPARATOR);
        List<String> document = separator < 0 ? segments : segments.subList(0, separator);
        if (document.size() < 3 || document.stream().anyMatch(XcapUriReader::isOdd)) {
            return Optional.empty();
        }
        boolean users = document.get(1).equals("users");
        Optional<ApplicationUsage> usage = usages.find(document.get(0));
        Optional<Aor> owner = users
                ? user(document.get(2))
                : Optional.of(DocumentKey.GLOBAL)
                        .filter(unused -> document.get(1).equals("global"));
        List<String> rest = document.subList(users ? 3 : 2, document.size());
        String name = String.join("/", rest);
        if (usage.isEmpty() || owner.isEmpty() || rest.isEmpty() || name.length() > DocumentKey.LONGEST_PATH) {
            return Optional.empty();
        }
        Optional<NodeSelector> node = separator < 0
                ? Optional.empty()
                : Optional.of(NodeSelectorReader.read(
                        String.join("/", segments.subList(separator + 1, segments.size())),
                        bindings(decoded(query)),
                        usage.get().namespace()));
        DocumentKey key = new DocumentKey(usage.get().auid(), owner.get(), name);
        return Optional.of(new XcapTarget(usage.get(), key, node, path(key)));
    }

    /**
     * Parses a path with a trailing slash; empty if it can name no collection.
     *
     * @param path below the root, as received
     * @throws IllegalArgumentException if it is no XCAP URI
     */
    Optional<DocumentCollection> collection(String path) {
        List<String> segments = segments(path.substring(0, path.length() - 1));
        Optional<ApplicationUsage> usage = usages.find(segments.get(0));
        if (usage.isEmpty() || segments.stream().anyMatch(XcapUriReader::isOdd)) {
            return Optional.empty();
        }
        String auid = usage.get().auid();
        if (segments.size() == 1) {
            return Optional.of(new DocumentCollection(Optional.of(auid), Optional.empty(), ""));
        }
        if (!segments.get(1).equals("users")) {
            return Optional.empty();
        }
        if (segments.size() == 2) {
            return Optional.of(new DocumentCollection(Optional.of(auid), Optional.empty(), ""));
        }
        String directory = segments.stream().skip(3).map(each -> each + '/').collect(Collectors.joining());
        return user(segments.get(2))
                .map(owner -> new DocumentCollection(Optional.of(auid), Optional.of(owner), directory));
    }

    /**
     * Resolves the URI of OMA's {@code external-list} in a rule; empty if it is no list of the owner. The part of the URI
     * before {@code resource-lists/} is ignored.
     */
    Optional<XcapTarget> ownList(String uri, Aor owner) {
        try {
            URI parsed = new URI(uri.replace("[", "%5B")
                    .replace("]", "%5D")
                    .replace("\"", "%22")
                    .replace(" ", "%20"));
            String path = parsed.getRawPath() == null ? "" : parsed.getRawPath();
            int at = path.indexOf(LISTS);
            String query = parsed.getRawQuery() == null ? "" : parsed.getRawQuery();
            return at < 0
                    ? Optional.empty()
                    : read(path.substring(at), query)
                            .filter(each -> each.key().owner().equals(owner));
        } catch (URISyntaxException | IllegalArgumentException e) {
            LOG.debug("a rule of {} names no list: {}", owner, e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the path of the document in URIs. */
    static String path(DocumentKey key) {
        return ROOT + encoded(key.toString());
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1)).map(XcapUriReader::decoded).toList();
    }

    private static boolean isOdd(String segment) {
        return segment.isEmpty()
                || segment.equals(".")
                || segment.equals("..")
                || segment.indexOf('/') >= 0
                || segment.indexOf('\\') >= 0
                || Characters.hasControl(segment);
    }

    private Optional<Aor> user(String xui) {
        String uri = xui;
        if (xui.indexOf('@') < 0 && xui.indexOf(':') < 0) {
            if (!byUserPart || domains.size() != 1) {
                return Optional.empty();
            }
            uri = "sip:" + xui + '@' + domains.iterator().next();
        } else if (!xui.matches("(?i)(?:sips?|pres|tel):.*")) {
            uri = "sip:" + xui;
        }
        return Aor.tryParse(uri).filter(this::isOurs);
    }

    private boolean isOurs(Aor aor) {
        boolean known = domains.isEmpty() || domains.contains(aor.domain());
        return known && aor.uri().length() <= MAX_URI_LENGTH && !aor.user().isEmpty();
    }

    /** Parses the namespace bindings of a query (RFC 4825 section 6.4, the XPointer scheme xmlns). */
    private static Map<String, String> bindings(String query) {
        Map<String, String> bindings = new HashMap<>();
        Matcher matcher = BINDING.matcher(query);
        int at = 0;
        while (at < query.length() && matcher.find(at) && matcher.start() == at) {
            bindings.putIfAbsent(matcher.group(1), matcher.group(2).strip().replaceAll("\\^([()^])", "$1"));
            at = matcher.end();
        }
        if (!query.substring(at).isBlank()) {
            throw new IllegalArgumentException(
                    "the query binds namespaces by xmlns(prefix=uri) and holds nothing else");
        }
        return bindings;
    }

    private static String decoded(String sent) {
        if (sent.indexOf('%') < 0) {
            return sent;
        }
        byte[] raw = sent.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.put(raw[i]);
            } else if (i + 2 < raw.length && HexFormat.isHexDigit(raw[i + 1]) && HexFormat.isHexDigit(raw[i + 2])) {
                bytes.put((byte) (HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2])));
                i += 2;
            } else {
                throw new IllegalArgumentException("a percent sign is no escape");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the URI is not in UTF-8", e);
        }
    }

    /** Percent-encodes all characters that are not allowed in a path. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "-._~!$&'()*+,;=:@/".indexOf(b) >= 0);
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** Returns steps of a node selector as a path in URIs. */
    static String encoded(List<NodeSelector.Step> steps) {
        return steps.stream().map(step -> encoded(step.written())).collect(Collectors.joining("/"));
    }
}
