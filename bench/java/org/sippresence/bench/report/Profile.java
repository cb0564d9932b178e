package org.sippresence.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts the samples of a profile by groups of frames and adds the line to a file of results: {@code Profile NAME FILE OUT}. FILE is
 * async-profiler's collapsed stacks, or a recording of JFR if it ends in {@code .jfr}.
 */
public final class Profile {

    /** The suffix that async-profiler adds to functions of the kernel. */
    private static final String KERNEL = "_[k]";

    private final Map<FrameGroup, Long> groups = new EnumMap<>(FrameGroup.class);
    private long samples;

    private Profile() {}

    /** Exit code 2 for wrong arguments, 1 if something cannot be read or written. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("Profile NAME FILE OUT");
            System.exit(2);
        }
        try {
            Path file = Path.of(args[1]);
            Profile profile = args[1].endsWith(".jfr") ? recorded(file) : collapsed(Files.readAllLines(file));
            Files.writeString(
                    Path.of(args[2]),
                    profile.line(args[0]) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("profile: " + e);
            System.exit(1);
        }
    }

    /** @param lines a stack from its root, frames with semicolons between, a blank and how often it was seen */
    static Profile collapsed(List<String> lines) {
        Profile profile = new Profile();
        for (String line : lines) {
            int blank = line.lastIndexOf(' ');
            if (blank > 0) {
                List<String> frames = new ArrayList<>(Arrays.asList(
                        line.substring(0, blank).replace(KERNEL, "").split(";", -1)));
                Collections.reverse(frames);
                profile.add(frames, Long.parseLong(line.substring(blank + 1)));
            }
        }
        return profile;
    }

    private static Profile recorded(Path file) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                String type = event.getEventType().getName();
                if (stack != null && type.equals("jdk.ExecutionSample")) {
                    profile.add(stack.getFrames().stream().map(Profile::name).toList(), 1);
                }
            }
        }
        return profile;
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName().replace('.', '/') + "."
                + frame.getMethod().getName();
    }

    private void add(List<String> frames, long count) {
        groups.merge(FrameGroup.of(frames), count, Long::sum);
        samples += count;
    }

    String line(String name) {
        ObjectNode line =
                new ObjectMapper().createObjectNode().put("profile", name).put("samples", samples);
        ObjectNode counts = line.putObject("groups");
        groups.forEach((group, count) -> counts.put(group.title(), count.longValue()));
        return line.toString();
    }
}
