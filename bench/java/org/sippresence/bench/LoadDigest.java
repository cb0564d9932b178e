package org.sippresence.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sippresence.sipclient.DigestParameters;

/**
 * Digest authentication of all users of a scenario ({@code --digest}), and their accounts: created before the phase in which
 * they are first used, by {@code --accounts-command}, or else over HTTP. Not thread-safe.
 */
final class LoadDigest {

    private static final String ANY = "any";
    private static final byte[] HEX = MessageBuffer.ascii("0123456789abcdef");
    private static final int WORK = 512;

    private final LoadStage stage;
    private final String algorithm;
    private final Set<String> users = new HashSet<>();
    private final List<String> pending = new ArrayList<>();
    private final Map<String, MessageDigest> hashes = new HashMap<>();
    private final MessageBuffer work = new MessageBuffer(WORK);
    private long challenges;

    LoadDigest(LoadStage stage) {
        this.stage = stage;
        algorithm = stage.options().digest().orElse("");
    }

    boolean isOff() {
        return algorithm.isEmpty();
    }

    static String password(String user) {
        return "secret-of-" + user;
    }

    /** Credentials of a user for one dialog, with nonces of their own; an account is created for a new user. */
    LoadCredentials credentials(byte[] uri) {
        if (isOff()) {
            return new LoadCredentials(this, "");
        }
        String text = MessageBuffer.text(uri);
        String user = text.substring(text.indexOf(':') + 1, text.indexOf('@'));
        if (users.add(user)) {
            pending.add(user);
        }
        return new LoadCredentials(this, user);
    }

    /** Creates the accounts of users who have none yet; returns when they are there. */
    void createAccounts() {
        if (pending.isEmpty()) {
            return;
        }
        List<String> created = List.copyOf(pending);
        pending.clear();
        if (stage.options().accountsCommand().isPresent()) {
            bySql(stage.options().accountsCommand().get(), created);
            return;
        }
        Http http = new Http(stage);
        for (String user : created) {
            http.put(
                    "/api/v1/subscribers/sip:" + user + '@' + stage.domain(),
                    "application/json",
                    "{\"password\":\"" + password(user) + "\"}");
        }
    }

    private void bySql(String command, List<String> created) {
        try {
            Path file = Files.createTempFile("accounts", ".tsv");
            List<String> lines = created.stream()
                    .map(user -> String.join("\t", user, stage.domain(), password(user)))
                    .toList();
            Files.write(file, lines);
            stage.await(Shell.run(command + ' ' + file));
            Files.delete(file);
        } catch (IOException e) {
            throw new BenchFailure("cannot write the accounts", e);
        }
    }

    /** Whether this is the challenge to answer; with {@code any} the first one that the JDK has the hash function of. */
    boolean wants(DigestParameters challenge) {
        boolean same = challenge.algorithm().equalsIgnoreCase(algorithm);
        return same || (algorithm.equals(ANY) && List.of("MD5", "SHA-256").contains(name(challenge)));
    }

    private static String name(DigestParameters challenge) {
        return challenge.algorithm().toUpperCase(Locale.ROOT);
    }

    void challenged() {
        challenges++;
    }

    /** Number of answered challenges of the phase. */
    long challenges() {
        return challenges;
    }

    /** Number of answered challenges since the last call. */
    long takeChallenges() {
        long taken = challenges;
        challenges = 0;
        return taken;
    }

    /** A buffer for one text to hash at a time. */
    MessageBuffer work() {
        return work.clear();
    }

    /** The hash in hexadecimal digits, by the function of the challenge. */
    byte[] hash(MessageBuffer text, DigestParameters challenge) {
        MessageDigest function = hashes.computeIfAbsent(name(challenge), LoadDigest::function);
        function.update(text.bytes(), 0, text.length());
        byte[] hash = function.digest();
        byte[] digits = new byte[2 * hash.length];
        for (int i = 0; i < hash.length; i++) {
            digits[2 * i] = HEX[hash[i] >> 4 & 0xf];
            digits[2 * i + 1] = HEX[hash[i] & 0xf];
        }
        return digits;
    }

    private static MessageDigest function(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new BenchFailure("no hash function " + name, e);
        }
    }
}
