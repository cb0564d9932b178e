package org.sippresence.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.settings.AuditSettings;
import org.sippresence.settings.SettingsException;
import org.sippresence.settings.logging.FailureCause;

/**
 * The audit log: administrative changes and refused authentications. A thread of its own writes the file, so {@code record} never
 * waits for a disk. Thread-safe.
 *
 * <p>Changes are kept until they are written. While they cannot be, {@link #admitsChanges} is false, and the callers reject further
 * changes before they make them. Refused authentications are written up to a rate, then counted, and dropped while the file cannot
 * be written.
 */
public final class AuditLog implements AutoCloseable {

    private static final int OK = 200;

    private final Clock clock;
    private final Optional<AuditWriter> writer;
    private final RefusalCounts refusals = new RefusalCounts(System::nanoTime);
    private final Map<EntryPoint, Map<Reason, LongAdder>> refused = new EnumMap<>(EntryPoint.class);

    private AuditLog(Clock clock, Optional<RollingFile> file) {
        this.clock = Objects.requireNonNull(clock, "clock");
        for (EntryPoint entry : EntryPoint.values()) {
            Map<Reason, LongAdder> reasons = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                reasons.put(reason, new LongAdder());
            }
            refused.put(entry, reasons);
        }
        this.writer = file.map(each -> new AuditWriter(each, new WrittenByItself()));
    }

    /**
     * Opens the audit log and writes its first line.
     *
     * @throws SettingsException if the file cannot be written
     */
    public static AuditLog open(AuditSettings settings, Clock clock) {
        if (settings.file().isEmpty()) {
            return off(clock);
        }
        Path path = settings.file().get();
        try {
            RollingFile file = new RollingFile(path, settings, clock);
            file.write(List.of(AuditLine.of(clock.instant(), ofServer("server.start"))));
            return new AuditLog(clock, Optional.of(file));
        } catch (IOException e) {
            throw new SettingsException("the audit log cannot be written to " + path.toAbsolutePath() + ": "
                    + e.getClass().getSimpleName() + ": " + FailureCause.message(e)
                    + "; set audit_log to a file that the server may write, or to off");
        }
    }

    /** An audit log that only counts. */
    public static AuditLog off(Clock clock) {
        return new AuditLog(clock, Optional.empty());
    }

    private static AuditEvent ofServer(String action) {
        return new AuditEvent(action, Actor.server(), "", OK, Optional.empty());
    }

    /** Records an administrative change. */
    public void record(AuditEvent event) {
        writer.ifPresent(each -> each.write(AuditLine.of(clock.instant(), event)));
    }

    /** Records a refused authentication. */
    public void record(RefusedAuthentication refusal) {
        refused.get(refusal.entry()).get(refusal.reason()).increment();
        if (writer.isPresent() && refusals.admits(refusal)) {
            writer.get().writeIfRoom(AuditLine.of(clock.instant(), refusal));
        }
    }

    /** Whether an administrative change may be made; otherwise it is to be rejected, because it could not be recorded. */
    public boolean admitsChanges() {
        return writer.map(AuditWriter::isKeepingUp).orElse(true);
    }

    private final class WrittenByItself implements AuditWriter.Periodic {

        @Override
        public List<byte[]> further() {
            return lines(refusals.finished());
        }

        @Override
        public byte[] resumed(long dropped) {
            return AuditLine.of(clock.instant(), ofServer("audit.resumed").with("dropped", Long.toString(dropped)));
        }
    }

    private List<byte[]> lines(List<RefusalCounts.Summary> summaries) {
        return summaries.stream()
                .map(each -> AuditLine.of(clock.instant(), each))
                .toList();
    }

    /** The number of refused authentications since the start. */
    public long refused(EntryPoint entry, Reason reason) {
        return refused.get(entry).get(reason).sum();
    }

    /** The number of lines that were written since the start. */
    public long written() {
        return writer.map(AuditWriter::written).orElse(0L);
    }

    /** The number of lines that were dropped since the start. */
    public long dropped() {
        return writer.map(AuditWriter::dropped).orElse(0L);
    }

    /** Writes what is waiting, for some seconds at most. */
    @Override
    public void close() {
        writer.ifPresent(each -> {
            lines(refusals.takeAll()).forEach(each::writeIfRoom);
            each.write(AuditLine.of(clock.instant(), ofServer("server.stop")));
            each.close();
        });
    }
}
