package org.sippresence.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The audit log.
 *
 * @param file empty if there is none
 * @param fileSize bytes after which another file is begun
 * @param totalSize bytes of all files, at least twice {@code fileSize}
 * @param age after which a file is removed
 */
public record AuditSettings(Optional<Path> file, long fileSize, long totalSize, Duration age) {

    public AuditSettings {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(age, "age");
        if (fileSize < 1 || totalSize < 2 * fileSize) {
            throw new IllegalArgumentException("all files together must be at least twice as large as one");
        }
    }
}
