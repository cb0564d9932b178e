package org.sippresence.sipclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters of one Digest header: a challenge, credentials, or Authentication-Info (RFC 7616 section 3, RFC 2617).
 * Nothing is validated, so that wrong ones can be built, too. Immutable.
 *
 * @param values by their names in lower case, without quotes, in their order
 */
public record DigestParameters(Map<String, String> values) {

    private static final String SCHEME = "Digest ";
    private static final Set<String> UNQUOTED = Set.of("algorithm", "nc", "qop", "stale", "userhash");
    private static final Pattern PARAMETER =
            Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

    public DigestParameters {
        values = new LinkedHashMap<>(values);
    }

    /** Parses the value of a header, with the scheme or without; what is no parameter is skipped. */
    public static DigestParameters parse(String header) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher each = PARAMETER.matcher(header);
        while (each.find()) {
            String value = each.group(3) == null ? each.group(2).replaceAll("\\\\(.)", "$1") : each.group(3);
            values.put(each.group(1).toLowerCase(Locale.ROOT), value);
        }
        return new DigestParameters(values);
    }

    /** The value; empty if there is none. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    public DigestParameters with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new DigestParameters(more);
    }

    public DigestParameters without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(values);
        fewer.remove(name);
        return new DigestParameters(fewer);
    }

    /** The hash function; MD5 if none is named (RFC 7616 section 3.3). */
    public String algorithm() {
        return values.getOrDefault("algorithm", "MD5");
    }

    /** Whether the JDK has the hash function. */
    boolean isSupported() {
        try {
            digest();
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    /** Whether a challenge offers this quality of protection, or, for an empty text, none at all. */
    boolean offers(String qop) {
        return TestHeaders.split(get("qop")).contains(qop);
    }

    /** The response for these credentials (RFC 7616 section 3.4.1), of a request with this method and body. */
    public String response(String password, String method, byte[] body) {
        return responseFor(password, method + ':', body);
    }

    /** What Authentication-Info must prove the server's knowledge of the password with (RFC 7616 section 3.5). */
    public String responseOfServer(String password, byte[] body) {
        return responseFor(password, ":", body);
    }

    private String responseFor(String password, String methodAndColon, byte[] body) {
        String qop = get("qop");
        String a2 = methodAndColon + get("uri") + (qop.equals("auth-int") ? ':' + hash(body) : "");
        String protection = qop.isEmpty() ? "" : get("nc") + ':' + get("cnonce") + ':' + qop + ':';
        return hash(secret(password) + ':' + get("nonce") + ':' + protection + hash(a2));
    }

    private String secret(String password) {
        String ha1 = hash(get("username") + ':' + get("realm") + ':' + password);
        boolean session = algorithm().toLowerCase(Locale.ROOT).endsWith("-sess");
        return session ? hash(ha1 + ':' + get("nonce") + ':' + get("cnonce")) : ha1;
    }

    private String hash(String text) {
        return hash(text.getBytes(UTF_8));
    }

    private String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(digest().digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private MessageDigest digest() throws NoSuchAlgorithmException {
        String name = algorithm().toUpperCase(Locale.ROOT).replace("-SESS", "");
        return MessageDigest.getInstance(name.equals("SHA-512-256") ? "SHA-512/256" : name);
    }

    /** The value of a header: the scheme and the parameters, quoted where the RFC requires it of a client. */
    public String header() {
        return values.entrySet().stream()
                .map(each -> each.getKey() + '=' + printed(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ", SCHEME, ""));
    }

    private static String printed(String name, String value) {
        return UNQUOTED.contains(name) ? value : '"' + value.replaceAll("([\\\\\"])", "\\\\$1") + '"';
    }
}
