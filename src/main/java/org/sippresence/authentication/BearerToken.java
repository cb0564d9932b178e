package org.sippresence.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/** The bearer token that an HTTP entry point of this server requires (RFC 6750 section 2.1). Thread-safe. */
public final class BearerToken {

    private static final String SCHEME = "bearer ";

    private final byte[] token;

    public BearerToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** The result of checking an Authorization header. */
    public enum Presented {
        /** The header has no bearer token. */
        NONE,
        /** The header has another token. */
        WRONG,
        RIGHT
    }

    /** Checks the value of an Authorization header, in a time that does not depend on where a wrong token differs. */
    public Presented in(Optional<String> authorization) {
        String value = authorization.orElse("");
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Presented.NONE;
        }
        byte[] presented = value.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, presented) ? Presented.RIGHT : Presented.WRONG;
    }
}
