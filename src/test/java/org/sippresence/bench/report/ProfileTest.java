package org.sippresence.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {

    @Test
    void aSampleCountsForTheFrameNearestToItsLeafThatIsOfAGroup() {
        String line = Profile.collapsed(List.of(
                        "java/lang/Thread.run;gov/nist/javax/sip/stack/UDPMessageProcessor.run;java/util/HashMap.get 3",
                        "java/lang/Thread.run;gov/nist/javax/sip/parser/StringMsgParser.parseSIPMessage 4",
                        "java/lang/Thread.run;org/sippresence/persistence/Journal.commit;com/mysql/cj/NativeSession.send 2",
                        "java/lang/Thread.run 1"))
                .line("publish");

        assertThat(line)
                .isEqualTo("{\"profile\":\"publish\",\"samples\":10,\"groups\":{\"journal and database driver\":2,"
                        + "\"SIP parser\":4,\"SIP stack\":3,\"JVM and the rest\":1}}");
    }

    @Test
    void theKernelIsToldApartByWhatItWasAskedFor() {
        String stack =
                "java/lang/Thread.run;org/sippresence/sip/DatagramNotifySender.send;entry_SYSCALL_64_after_hwframe;"
                        + "do_syscall_64;";

        assertThat(Profile.collapsed(List.of(
                                stack + "__x64_sys_sendto;udp_sendmsg;ip_output 5",
                                stack + "__x64_sys_futex_[k];futex_wake_[k] 2",
                                stack + "__x64_sys_fsync;ext4_sync_file 1",
                                "com/mysql/cj/NativeSession.send;do_syscall_64;__x64_sys_write;tcp_sendmsg 4"))
                        .line("fanout"))
                .contains(
                        "\"kernel: sending datagrams\":5",
                        "\"kernel: waking threads\":2",
                        "\"kernel: the rest\":1",
                        "\"journal and database driver\":4");
    }
}
