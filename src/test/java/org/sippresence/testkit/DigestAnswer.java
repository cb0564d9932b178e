package org.sippresence.testkit;

import java.util.Map;
import org.sippresence.sipclient.DigestParameters;

/**
 * The client's side of HTTP Digest (RFC 7616): the Authorization header for a challenge. Computed independently of the
 * code under test.
 *
 * @param challenge a value of WWW-Authenticate
 */
public record DigestAnswer(String challenge, String username, String password, String clientNonce) {

    /** The value of a parameter of the challenge; empty if there is none. */
    public String parameter(String name) {
        return DigestParameters.parse(challenge).get(name);
    }

    /** The header for the request with this nonce count. */
    public String header(String method, String uri, int number) {
        DigestParameters credentials = new DigestParameters(Map.of())
                .with("username", username)
                .with("realm", parameter("realm"))
                .with("nonce", parameter("nonce"))
                .with("uri", uri)
                .with("qop", "auth")
                .with("nc", String.format("%08x", number))
                .with("cnonce", clientNonce)
                .with("algorithm", parameter("algorithm"));
        return credentials
                .with("response", credentials.response(password, method, new byte[0]))
                .header();
    }
}
