package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.restcomm.commons.statistics.reporter.RestcommStatsReporter;

/** The stand-in for the library that reports usage has all that the container calls. */
final class UsageReporterTest {

    @Test
    void everyMemberThatTheContainerCallsIsThere() {
        Set<CodeUnitCallTarget> called = new ClassFileImporter()
                .importPackages("org.mobicents").stream()
                        .flatMap(type -> type.getCodeUnitCallsFromSelf().stream())
                        .map(JavaCall::getTarget)
                        .filter(target -> target.getOwner().getName().startsWith("org.restcomm.commons"))
                        .collect(Collectors.toSet());
        assertThat(called)
                .extracting(CodeUnitCallTarget::getName)
                .contains("getRestcommStatsReporter", "getMetricRegistry", "start", "stop");
        assertThat(called)
                .allSatisfy(target -> assertThat(target.resolveMember())
                        .as(target.getFullName())
                        .isPresent());
    }

    @Test
    void theContainerUsesTheStandIn() {
        assertThat(RestcommStatsReporter.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation())
                .isNotEqualTo(SipApplicationDispatcherImpl.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation())
                .asString()
                .endsWith("/classes/");
    }
}
