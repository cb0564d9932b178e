package org.sippresence.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CPU and memory of the measured processes with all their descendants, from {@code /proc}. */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final long MICROS_PER_TICK = 10_000;
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private final Map<String, String> roots;

    /**
     * @param roots process ids by label; {@code @FILE} names a file with the id
     */
    Processes(Map<String, String> roots) {
        this.roots = roots;
    }

    /** Microseconds of CPU so far, user and system, by label. */
    Map<String, Long> cpu() {
        Map<String, Long> cpu = new LinkedHashMap<>();
        all().forEach((label, ids) -> {
            long ticks = 0;
            for (int id : ids) {
                String[] stat = stat(id);
                ticks += stat.length > SYSTEM ? Long.parseLong(stat[USER]) + Long.parseLong(stat[SYSTEM]) : 0;
            }
            cpu.put(label, ticks * MICROS_PER_TICK);
        });
        return cpu;
    }

    /** Resident memory in KB by label; pages that several processes share are counted once. */
    Map<String, Long> memory() {
        Map<String, Long> memory = new LinkedHashMap<>();
        all().forEach((label, ids) -> memory.put(
                label, ids.stream().mapToLong(Processes::proportional).sum()));
        return memory;
    }

    private static long proportional(int id) {
        return read(PROC.resolve(String.valueOf(id)).resolve("smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /** The process of a label, or that of its descendants, which runs this command. */
    Optional<Integer> find(String label, String command) {
        return all().getOrDefault(label, List.of()).stream()
                .filter(id -> read(PROC.resolve(String.valueOf(id)).resolve("comm"))
                        .strip()
                        .equals(command))
                .findFirst();
    }

    /** Nanoseconds of CPU of this process so far. */
    static long own() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private Map<String, List<Integer>> all() {
        Map<Integer, List<Integer>> children = roots.isEmpty() ? Map.of() : children();
        Map<String, List<Integer>> all = new LinkedHashMap<>();
        roots.forEach((label, text) -> {
            String id = text.startsWith("@") ? read(Path.of(text.substring(1))).strip() : text;
            List<Integer> family = new ArrayList<>();
            if (id.matches("[0-9]{1,9}")) {
                family.add(Integer.valueOf(id));
            }
            for (int i = 0; i < family.size(); i++) {
                family.addAll(children.getOrDefault(family.get(i), List.of()));
            }
            all.put(label, family);
        });
        return all;
    }

    private static Map<Integer, List<Integer>> children() {
        Map<Integer, List<Integer>> children = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : processes) {
                int id = Integer.parseInt(each.getFileName().toString());
                String[] stat = stat(id);
                if (stat.length > PARENT) {
                    children.computeIfAbsent(Integer.valueOf(stat[PARENT]), parent -> new ArrayList<>())
                            .add(id);
                }
            }
        } catch (IOException e) {
            throw new BenchFailure("no processes to be seen in " + PROC, e);
        }
        return children;
    }

    /** The fields after the name in the stat file; empty if the process has ended. */
    private static String[] stat(int id) {
        String text = read(PROC.resolve(String.valueOf(id)).resolve("stat"));
        int name = text.lastIndexOf(')');
        return name < 0 ? new String[0] : text.substring(name + 2).split(" ", -1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // the process has ended
        }
    }
}
