package org.sippresence.xcap.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sippresence.attributes.UserAttribute;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.model.Aor;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.UsernameMode;

/**
 * Computes the URIs of a user's rules (RFC 4825 section 6.1). Uses the attributes {@code pres_rules_file} and {@code uuid} of
 * the user, looked up by the user's URI, then by {@code user@domain}, then by the user part.
 */
final class DocumentNames {

    /** The attribute with the names of a user's documents, separated by commas. */
    static final String FILES = "pres_rules_file";

    /** The attribute with the unique identifier of a user. */
    static final String UUID = "uuid";

    private static final String AUID = "pres-rules";
    private static final String IM_RULES = "im-rules/users/{xui}/{file}";
    private static final String LISTS = "resource-lists/";
    /** A user's or a global document with the path before it; a node selector may follow. */
    private static final Pattern LIST = Pattern.compile(
            "^(?:.*?/)?resource-lists/(?:users/(?<xui>[^/]+)|global)(?<file>(?:/(?!~~/)[^/]+)+)(?=/~~/|$)");

    private static final int MAX_DOCUMENTS = 32;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");
    private static final String PLAIN = "-._~!$&'()*+,;=:@";

    private final String root;
    private final Documents settings;
    private final UserAttributes attributes;

    DocumentNames(URI root, Documents settings, UserAttributes attributes) {
        this.root = root.toString() + '/';
        this.settings = settings;
        this.attributes = attributes;
    }

    /**
     * Returns the URIs of all documents with rules of a presentity, at most 32; none if the path would leave its directory.
     * Blocks.
     *
     * @throws java.io.UncheckedIOException if the attributes cannot be read
     */
    List<URI> of(Aor presentity) {
        Function<String, Optional<String>> attribute = attributes(presentity);
        Map<String, String> words = words(presentity, attribute);
        return attribute.apply(FILES).map(DocumentNames::names).orElse(settings.files()).stream()
                .map(file -> path(settings.path(), words, file))
                .distinct()
                .flatMap(Optional::stream)
                .limit(MAX_DOCUMENTS)
                .map(this::uri)
                .toList();
    }

    /**
     * Returns the URI of the document with a user's IM rules; empty if the path would leave its directory. Blocks if
     * users are named by their attribute.
     *
     * @throws java.io.UncheckedIOException if the attributes cannot be read
     */
    Optional<URI> imRules(Aor recipient, String file) {
        Function<String, Optional<String>> attribute =
                settings.usernameMode() == UsernameMode.UUID ? attributes(recipient) : name -> Optional.empty();
        return path(IM_RULES, words(recipient, attribute), file).map(this::uri);
    }

    /**
     * Resolves the lists that the rules of a user refer to: the user's own lists and global ones, at most 32. The server in a
     * URI is ignored: lists are always requested from the configured server. Blocks if users are named by their attribute.
     *
     * @param lists URIs as written in the rules
     * @return the resolved names by these URIs, without URIs that cannot be a list of the user
     * @throws java.io.UncheckedIOException if the attributes cannot be read
     */
    Map<String, URI> lists(Aor owner, Collection<String> lists) {
        Function<String, Optional<String>> attribute =
                settings.usernameMode() == UsernameMode.UUID ? attributes(owner) : name -> Optional.empty();
        String xui = words(owner, attribute).get("xui");
        String uri = owner.uri().replaceFirst("^sips:", "sip:");
        Set<String> own = new HashSet<>(List.of(xui, uri, uri.replaceFirst("^sip:", "")));
        Map<String, URI> found = new LinkedHashMap<>();
        for (String each : lists) {
            if (found.size() < MAX_DOCUMENTS) {
                list(each, xui, own).ifPresent(name -> found.put(each, name));
            }
        }
        return found;
    }

    /**
     * Resolves one list.
     *
     * @param own the accepted names of the owner in the URI
     */
    private Optional<URI> list(String given, String xui, Set<String> own) {
        try {
            URI uri = new URI(given.replace("[", "%5B")
                    .replace("]", "%5D")
                    .replace("\"", "%22")
                    .replace(" ", "%20"));
            String path = Optional.ofNullable(uri.getRawPath()).orElse("");
            Matcher document = LIST.matcher(path);
            if (!document.find()) {
                return Optional.empty();
            }
            boolean may = document.group("xui") == null || own.contains(decoded(document.group("xui")));
            boolean stays = stays(document.group("file"));
            String tree = document.group("xui") == null ? "global" : "users/" + encoded(xui, "");
            String rest = document.group("file") + path.substring(document.end());
            String query = uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery();
            return may && stays ? Optional.of(uri(LISTS + tree + rest + query)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean stays(String path) {
        return Arrays.stream(path.substring(1).split("/", -1))
                .map(DocumentNames::decoded)
                .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    }

    /** Returns the part of the URI below the root. */
    String selector(URI document) {
        return document.toString().substring(root.length());
    }

    private URI uri(String path) {
        return URI.create(root + path);
    }

    private Function<String, Optional<String>> attributes(Aor presentity) {
        String address = presentity.uri().substring(presentity.uri().indexOf(':') + 1);
        List<String> uids = Stream.of(presentity.uri(), address, presentity.user())
                .filter(uid -> !uid.isEmpty())
                .distinct()
                .toList();
        List<UserAttribute> known = attributes.of(uids);
        return name -> uids.stream()
                .flatMap(uid -> known.stream().filter(each -> each.name().uid().equals(uid)))
                .filter(each -> each.name().name().equals(name))
                .map(UserAttribute::value)
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private Map<String, String> words(Aor presentity, Function<String, Optional<String>> attribute) {
        Map<String, String> words = new HashMap<>();
        words.put("auid", AUID);
        words.put("user", presentity.user());
        words.put("domain", presentity.domain());
        words.put("uid", attribute.apply(UUID).orElse(presentity.user()));
        words.put("xui", xui(presentity, words));
        return words;
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Returns the XUI; a user has the same rules under {@code sips:} as under {@code sip:}. */
    private String xui(Aor presentity, Map<String, String> words) {
        UsernameMode mode = settings.usernameMode();
        if (mode == UsernameMode.URI) {
            return presentity.uri().replaceFirst("^sips:", "sip:");
        }
        return words.get(mode == UsernameMode.UUID ? "uid" : "user");
    }

    private static Optional<String> path(String template, Map<String, String> words, String file) {
        Matcher placeholders = PLACEHOLDER.matcher(template);
        String path = placeholders.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1).equals("file") ? encoded(file, "/") : encoded(words.get(found.group(1)), "")));
        boolean stays = Arrays.stream(path.split("/", -1))
                .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
        return stays ? Optional.of(path) : Optional.empty();
    }

    /** Percent-encodes all characters that a path segment must not contain (RFC 3986 section 3.3). */
    private static String encoded(String text, String alsoPlain) {
        StringBuilder out = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = (c < 128 && Character.isLetterOrDigit(c)) || (PLAIN + alsoPlain).indexOf(c) >= 0;
            out.append(plain ? Character.toString(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
