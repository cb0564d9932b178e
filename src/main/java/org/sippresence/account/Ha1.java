package org.sippresence.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * The hash of username, realm and password with colons between, by each algorithm (A1 of RFC 7616 section 3.4.2). It is
 * equivalent to the password within its realm, so it must never be logged.
 *
 * @param md5 32 hexadecimal digits in lower case, or empty if not known
 * @param sha256 64 hexadecimal digits in lower case, or empty if not known
 */
public record Ha1(String md5, String sha256) {

    private static final Pattern MD5 = Pattern.compile("|[0-9a-f]{32}");
    private static final Pattern SHA_256 = Pattern.compile("|[0-9a-f]{64}");

    /** No hash is known; authentication always fails. */
    public static final Ha1 UNKNOWN = new Ha1("", "");

    public Ha1 {
        md5 = md5.toLowerCase(Locale.ROOT);
        sha256 = sha256.toLowerCase(Locale.ROOT);
        if (!MD5.matcher(md5).matches() || !SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("no hash in hexadecimal digits");
        }
    }

    /** Hashes a text {@code username:realm:password}. */
    static Ha1 of(String a1) {
        return new Ha1(hash(Algorithm.MD5, a1), hash(Algorithm.SHA_256, a1));
    }

    /**
     * Recognizes the hashes in columns of a table by their lengths. What is no hash, such as an empty text, counts as not
     * known.
     */
    public static Ha1 recognize(String... columns) {
        String md5 = "";
        String sha256 = "";
        for (String text : columns) {
            String hash = text.toLowerCase(Locale.ROOT);
            if (MD5.matcher(hash).matches()) {
                md5 = hash.isEmpty() ? md5 : hash;
            } else if (SHA_256.matcher(hash).matches()) {
                sha256 = hash;
            }
        }
        return new Ha1(md5, sha256);
    }

    /** The hash of a text in UTF-8, in hexadecimal digits in lower case. */
    public static String hash(Algorithm algorithm, String text) {
        return Hashes.hash(algorithm.token(), text);
    }

    /** The hash by an algorithm; empty if it is not known. */
    public Optional<String> by(Algorithm algorithm) {
        return Optional.of(algorithm == Algorithm.MD5 ? md5 : sha256).filter(hash -> !hash.isEmpty());
    }

    /** Omits the hashes. */
    @Override
    public String toString() {
        return "Ha1[***]";
    }
}
