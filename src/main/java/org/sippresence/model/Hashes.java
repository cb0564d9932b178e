package org.sippresence.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Cryptographic hashes as hexadecimal digits in lower case. */
public final class Hashes {

    private Hashes() {}

    /** Returns the SHA-256 of the bytes: 64 digits. */
    public static String sha256(byte[] bytes) {
        return hash("SHA-256", bytes);
    }

    /**
     * Returns the hash of a text in UTF-8.
     *
     * @param algorithm the JDK's name of an algorithm that every Java has: MD5 or SHA-256
     */
    public static String hash(String algorithm, String text) {
        return hash(algorithm, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the hash of the bytes, see {@link #hash(String, String)}. */
    public static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
