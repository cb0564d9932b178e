package org.sippresence.bench.report;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The groups of profile samples. A sample counts for the first frame from its leaf that belongs to a group. Frames of the JDK
 * belong to none, so that a look-up in a map counts for its caller. If a frame matches two groups, the first one is used.
 *
 * <p>Frames are written as async-profiler writes them: {@code org/sippresence/sip/Exchange.send}, and functions of the kernel and
 * of the JVM by their plain names.
 */
enum FrameGroup {
    COLLECTING(
            "garbage collection",
            "^(VM_ParallelGC|VM_G1|GCTaskThread|PSScavenge|PSPromotion|ParallelScavenge|PSParallelCompact|ParCompaction|G1|GangWorker|WorkerThread::run|"
                    + "ParallelGC|ScavengeRootsTask|StealTask|PSRootsClosure|GCTask).*"),
    COMPILING("JIT compiler", "^(CompileBroker|C2Compiler|Compiler::|Compile::|PhaseIdealLoop|C1_).*"),
    SENDING("kernel: sending datagrams", "^(__x64_)?sys_send(to|msg|mmsg)$|^__sys_send(to|msg|mmsg)$|^udp_sendmsg$"),
    RECEIVING(
            "kernel: receiving datagrams",
            "^(__x64_)?sys_recv(from|msg|mmsg)$|^__sys_recv(from|msg|mmsg)$|^udp_recvmsg$"),
    WAKING("kernel: waking threads", "^(__x64_)?sys_futex$|^do_futex$|^futex_.*"),
    KERNEL(
            "kernel: the rest",
            "^(do_syscall_64|entry_SYSCALL_64.*|asm_.*|ret_from_fork.*|schedule|exit_to_user_mode.*)$"),
    LOGGING("logging", "^(ch/qos/logback|org/slf4j|org/apache/log4j)/.*"),
    DATABASE(
            "journal and database driver",
            "^(com/mysql|com/zaxxer|org/hibernate|org/h2|org/sippresence/persistence)/.*"),
    XML("XML", "^(com/ctc/wstx|org/codehaus/stax2|javax/xml|org/sippresence/(pidf|xml))/.*"),
    COMPOSING("composing and filtering", "^org/sippresence/(composition|authorization|eventpackage|events|offline)/.*"),
    PARSING("SIP parser", "^gov/nist/(javax/sip/parser|core)/.*"),
    STACK("SIP stack", "^gov/nist/.*"),
    CONTAINER("SIP container", "^(org/mobicents|org/apache|javax/servlet)/.*"),
    NOTIFYING("NOTIFYs", "^org/sippresence/(notification/|sip/(client/)?(Notify|DatagramNotify|JainNotify)).*"),
    REQUESTS("requests and responses (ours)", "^org/sippresence/(sip|hook|message|registration|clientsubscription)/.*"),
    HTTP("HTTP and XCAP", "^(org/glassfish|com/fasterxml|org/sippresence/(rest|xcap))/.*"),
    LANES("lanes, timers, queues", "^org/sippresence/engine/.*"),
    STATE("state of presentities", "^org/sippresence/.*"),
    OTHER("JVM and the rest", ".*");

    private final String title;
    private final Pattern frames;

    FrameGroup(String title, String frames) {
        this.title = title;
        this.frames = Pattern.compile(frames);
    }

    String title() {
        return title;
    }

    /** @param frames from the leaf to the root */
    static FrameGroup of(List<String> frames) {
        for (String frame : frames) {
            FrameGroup group = ofFrame(frame);
            if (group != OTHER && group != KERNEL) {
                return group;
            }
            if (group == KERNEL) {
                return kernel(frames);
            }
        }
        return OTHER;
    }

    /** Any other system call belongs to the database if its driver made it. */
    private static FrameGroup kernel(List<String> frames) {
        return frames.stream()
                .map(FrameGroup::ofFrame)
                .filter(group -> group == SENDING || group == RECEIVING || group == WAKING || group == DATABASE)
                .findFirst()
                .orElse(KERNEL);
    }

    private static FrameGroup ofFrame(String frame) {
        for (FrameGroup group : values()) {
            if (group.frames.matcher(frame).matches()) {
                return group;
            }
        }
        return OTHER;
    }
}
