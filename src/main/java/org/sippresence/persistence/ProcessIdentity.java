package org.sippresence.persistence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Identifies a process, so that another one on the same machine can check whether it still exists.
 *
 * @param host name of the machine
 * @param pid process id
 * @param scope where the process id is unique: boot id of the machine and PID namespace; empty if unknown
 * @param start start time of the process, in ticks since the boot; empty if unknown
 */
record ProcessIdentity(String host, long pid, String scope, String start) {

    private static final Path PROC = Path.of("/proc");
    private static final int LONGEST_HOST = 255;

    /** Index among the fields of {@code /proc/PID/stat} after the program's name. */
    private static final int STATE = 0;

    private static final int START = 19;

    /** The identity of this process. */
    static ProcessIdentity current() {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(
                ColumnValues.clip(hostName(), LONGEST_HOST),
                pid,
                currentScope(),
                stat(pid, START).orElse(""));
    }

    /** Restores a stored identity. */
    static ProcessIdentity of(String host, long pid, String process) {
        int slash = process.lastIndexOf('/');
        return slash < 0
                ? new ProcessIdentity(host, pid, "", "")
                : new ProcessIdentity(host, pid, process.substring(0, slash), process.substring(slash + 1));
    }

    /** The text that {@link #of} reads. */
    String process() {
        return scope + '/' + start;
    }

    /** Whether the process certainly does not run any more. */
    boolean hasEnded(ProcessIdentity observer) {
        if (scope.isEmpty() || !host.equals(observer.host) || !scope.equals(observer.scope)) {
            return false;
        }
        Optional<String> began = stat(pid, START);
        boolean ended = stat(pid, STATE).filter(state -> "ZX".contains(state)).isPresent();
        return ended || began.isEmpty() || !began.get().equals(start);
    }

    private static String hostName() {
        return read(PROC.resolve("sys/kernel/hostname")).orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        });
    }

    private static String currentScope() {
        Optional<String> boot = read(PROC.resolve("sys/kernel/random/boot_id"));
        try {
            Path namespace = Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
            return boot.map(id -> id + ' ' + namespace).orElse("");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** A field of the process's stat line, counted after the program's name; empty if the process does not exist. */
    private static Optional<String> stat(long pid, int field) {
        return read(PROC.resolve(Long.toString(pid)).resolve("stat"))
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
                .filter(fields -> fields.length > field)
                .map(fields -> fields[field]);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
