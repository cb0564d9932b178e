package org.sippresence.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import org.sippresence.settings.PrivateFiles;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;

/**
 * The bearer token of the administration interface: the configured one, or one that is generated at the first start and
 * stored in the file {@code admin.token} of the data directory, readable by the server's user only.
 */
public final class AdminToken {

    private static final String FILE = "admin.token";
    private static final int BYTES = 32;
    private static final int MIN_CHARACTERS = 16;

    private AdminToken() {}

    /**
     * Reads or generates the token; creates the data directory if necessary.
     *
     * @throws SettingsException if it can be neither read nor stored
     */
    public static String of(Settings settings) {
        return settings.adminToken().orElseGet(() -> stored(settings.server().data()));
    }

    private static String stored(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(file) : generate(directory, file);
        } catch (IOException e) {
            throw new SettingsException("the admin token cannot be kept in " + file + ": " + e + "; set admin_token");
        }
    }

    private static String read(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (token.length() < MIN_CHARACTERS) {
            throw new SettingsException(
                    file + " holds no token of at least " + MIN_CHARACTERS + " characters; remove it to get a new one");
        }
        return token;
    }

    private static String generate(Path directory, Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        PrivateFiles.makeDirectory(directory);
        Path written = PrivateFiles.makeTemporaryFile(directory, FILE, ".new");
        Files.writeString(written, token + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return token;
    }
}
