package org.sippresence.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Directories and files that only the server's user may read, whatever the umask is. On file systems without POSIX
 * permissions they get the file system's defaults.
 */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** Files that the server and H2 write into the data directory; other files there are not changed. */
    private static final String OURS = "{presence.*,admin.token*,audit.log*}";

    private static final int STICKY = 01000;

    private PrivateFiles() {}

    /**
     * Creates a private directory, or removes the permissions of group and others from an existing one.
     *
     * @return a line for the operator if others keep their permissions
     */
    public static Optional<String> makeDirectory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute.getParent());
            Files.createDirectories(absolute, attributes(absolute, DIRECTORY));
        }
        return restrict(absolute);
    }

    /** Creates an empty private file with an unused name. */
    public static Path makeTemporaryFile(Path directory, String prefix, String suffix) throws IOException {
        return Files.createTempFile(directory, prefix, suffix, attributes(directory, FILE));
    }

    /** Writes a private file, replacing its content. */
    public static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, attributes(file.toAbsolutePath().getParent(), FILE));
        Files.writeString(file, text);
    }

    /**
     * Opens a file for appending; creates it as a private one, or removes the permissions of group and others from an existing
     * regular file.
     */
    public static FileChannel openToAppend(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Set<OpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        FileChannel channel = FileChannel.open(absolute, append, attributes(absolute.getParent(), FILE));
        if (isPosix(absolute) && Files.isRegularFile(absolute) && isOpen(absolute)) {
            change(absolute, FILE);
        }
        return channel;
    }

    /**
     * Removes the permissions of group and others from the server's files in the data directory, including those that
     * H2 created.
     */
    public static void restrictFiles(Path data) throws IOException {
        if (!Files.isDirectory(data) || !isPosix(data)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data, OURS)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isOpen(file)) {
                    change(file, FILE);
                }
            }
        }
    }

    private static Optional<String> restrict(Path directory) throws IOException {
        if (!isOpen(directory)) {
            return Optional.empty();
        }
        boolean shared = ((Integer) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
        if (!shared && change(directory, DIRECTORY)) {
            return Optional.empty();
        }
        return Optional.of("others may look into the directory " + directory + ", which "
                + (shared
                        ? "is shared by all users"
                        : "belongs to " + Files.getOwner(directory).getName())
                + ": use a directory of the server's own or chmod it to 0700");
    }

    /** Whether group or others have a permission; false on file systems without POSIX permissions. */
    static boolean isOpen(Path path) throws IOException {
        return isPosix(path) && !DIRECTORY.containsAll(Files.getPosixFilePermissions(path));
    }

    /** Returns false if the file belongs to another user. */
    private static boolean change(Path path, Set<PosixFilePermission> permissions) {
        try {
            Files.setPosixFilePermissions(path, permissions);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
