package org.sippresence.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sippresence.settings.AuditSettings;
import org.sippresence.settings.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that only the server's user may read. When it is full, and with each new day (UTC), it is renamed to its name with
 * the time appended and a new file begins; old ones are removed by age and by the size of all. A write that fails leaves no part of
 * its lines. A file that another program has renamed or removed is made again. Not thread-safe.
 *
 * <p>The appenders of Logback do not tell the caller whether a line was written.
 */
final class RollingFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RollingFile.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern ROLLED = Pattern.compile(".*\\.\\d{8}T\\d{9}Z");

    private final Path file;
    private final AuditSettings settings;
    private final Clock clock;
    private FileChannel channel;
    private Optional<Object> opened;
    private LocalDate day;

    /** A line was written in part; the next one begins with a line end. */
    private boolean torn;

    /**
     * Opens the file, and makes its directory if there is none.
     *
     * @throws IOException if it cannot be written
     */
    RollingFile(Path file, AuditSettings settings, Clock clock) throws IOException {
        this.file = file.toAbsolutePath().normalize();
        this.settings = settings;
        this.clock = clock;
        if (!Files.isDirectory(this.file.getParent())) {
            Optional<String> unused = PrivateFiles.makeDirectory(this.file.getParent());
        }
        this.channel = PrivateFiles.openToAppend(this.file);
        this.opened = identity();
        this.day = dayOf(Files.getLastModifiedTime(this.file).toInstant());
        removeOld();
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    Path path() {
        return file;
    }

    /** Appends whole lines; all of them or none. They are on the disk, as far as the operating system can know, when it returns. */
    void write(List<byte[]> lines) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(lines.stream().mapToInt(line -> line.length).sum() + 1);
        lines.forEach(bytes::put);
        bytes.flip();
        prepare(bytes.remaining());
        if (torn) {
            bytes = ByteBuffer.allocate(bytes.remaining() + 1)
                    .put((byte) '\n')
                    .put(bytes)
                    .flip();
        }
        long end = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            torn = false;
        } catch (IOException e) {
            removeFrom(end, e);
            throw e;
        }
    }

    private void removeFrom(long end, IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            torn = true;
            cause.addSuppressed(e);
        }
    }

    private void prepare(int more) throws IOException {
        if (!channel.isOpen() || !identity().equals(opened)) {
            reopen();
        }
        LocalDate today = dayOf(clock.instant());
        long size = channel.size();
        if (Files.isRegularFile(file) && size > 0 && (size + more > settings.fileSize() || !today.equals(day))) {
            channel.close();
            Files.move(file, unusedName());
            reopen();
            removeOld();
        }
        day = today;
    }

    private void reopen() throws IOException {
        channel.close();
        channel = PrivateFiles.openToAppend(file);
        opened = identity();
        torn = false;
    }

    /** Differs if another program has put another file in this place. */
    private Optional<Object> identity() throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.of("removed");
        }
    }

    private Path unusedName() {
        Instant time = clock.instant();
        Path name = named(time);
        while (Files.exists(name)) {
            time = time.plusMillis(1);
            name = named(time);
        }
        return name;
    }

    private Path named(Instant time) {
        return file.resolveSibling(file.getFileName() + "." + TIME.format(time));
    }

    /** Removes the renamed files that are too old, and the oldest while all together, with a full current one, are too large. */
    private void removeOld() throws IOException {
        if (!Files.isRegularFile(file)) {
            return; // a device
        }
        Instant oldest = clock.instant().minus(settings.age());
        long size = settings.fileSize();
        for (Path each : rolled()) {
            try {
                size += Files.size(each);
                if (size > settings.totalSize()
                        || Files.getLastModifiedTime(each).toInstant().isBefore(oldest)) {
                    Files.delete(each);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("{} has been removed by somebody else", each);
            }
        }
    }

    /** The renamed files, the newest first. */
    private List<Path> rolled() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(
                file.getParent(),
                each -> ROLLED.matcher(each.getFileName().toString()).matches()
                        && each.getFileName().toString().startsWith(file.getFileName() + "."))) {
            siblings.forEach(all::add);
        }
        all.sort(Comparator.comparing((Path each) -> each.getFileName().toString())
                .reversed());
        return all;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
