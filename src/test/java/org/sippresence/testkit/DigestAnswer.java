package org.sippresence.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's side of HTTP Digest (RFC 7616): the Authorization header for a challenge. Computed independently of the
 * code under test.
 *
 * @param challenge a value of WWW-Authenticate
 */
public record DigestAnswer(String challenge, String username, String password, String clientNonce) {

    /** The value of a parameter of the challenge; empty if there is none. */
    public String parameter(String name) {
        Matcher found =
                Pattern.compile("[ ,]" + name + "=(?:\"([^\"]*)\"|([^ ,]+))").matcher(challenge);
        if (!found.find()) {
            return "";
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    /** The header for the request with this nonce count. */
    public String header(String method, String uri, int number) {
        String count = String.format("%08x", number);
        String ha1 = hash(username + ':' + parameter("realm") + ':' + password);
        String response = hash(
                ha1 + ':' + parameter("nonce") + ':' + count + ':' + clientNonce + ":auth:" + hash(method + ':' + uri));
        return "Digest username=\"" + username + "\", realm=\"" + parameter("realm") + "\", nonce=\""
                + parameter("nonce") + "\", uri=\"" + quoted(uri) + "\", qop=auth, nc=" + count + ", cnonce=\""
                + clientNonce
                + "\", response=\"" + response + "\", algorithm=" + parameter("algorithm");
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(parameter("algorithm"));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
