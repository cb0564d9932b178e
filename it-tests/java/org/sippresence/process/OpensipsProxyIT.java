package org.sippresence.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * OpenSIPS with {@code docs/proxies/opensips.cfg} in front of a server. Debian has no package of it: the tests are skipped unless
 * OpenSIPS is installed from its own packages or its source.
 */
class OpensipsProxyIT extends AuthenticatingProxyContract {

    private static final String MODULES = "/usr/lib/x86_64-linux-gnu/opensips/modules/";
    private static final String HINT = "install OpenSIPS";

    @Override
    SipProxy.Program program() {
        return new SipProxy.Program(
                SipProxy.found(List.of(Path.of("/usr/sbin/opensips"), Path.of("/usr/local/sbin/opensips")), HINT),
                List.of("-F", "-m", "64", "-M", "8"));
    }

    @Override
    String configuration(Map<String, String> accounts) {
        List<String> lines = accounts.entrySet().stream()
                .map(each -> "\tcache_store(\"local\", \"ha1_" + each.getKey() + "\", \"" + each.getValue() + "\");")
                .toList();
        Path modules = SipProxy.found(
                List.of(
                        Path.of(MODULES),
                        Path.of("/usr/local/lib64/opensips/modules"),
                        Path.of("/usr/local/lib/opensips/modules")),
                HINT);
        return "stderror_enabled=yes\nsyslog_enabled=no\n"
                + SipProxy.configuration("opensips.cfg", lines).replace(MODULES, modules + "/");
    }

    @Override
    boolean refusesReplaysFromTheStart() {
        return false;
    }
}
