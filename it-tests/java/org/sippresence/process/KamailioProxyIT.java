package org.sippresence.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kamailio with {@code docs/proxies/kamailio.cfg} in front of a server. */
class KamailioProxyIT extends AuthenticatingProxyContract {

    @Override
    SipProxy.Program program() {
        return new SipProxy.Program(
                SipProxy.found(List.of(Path.of("/usr/sbin/kamailio")), "install the package kamailio"),
                List.of("-DD", "-E", "-m", "64", "-M", "8"));
    }

    @Override
    String configuration(Map<String, String> accounts) {
        List<String> lines = accounts.entrySet().stream()
                .map(each -> "\t$sht(ha1=>" + each.getKey() + ") = \"" + each.getValue() + "\";")
                .toList();
        return SipProxy.configuration("kamailio.cfg", lines);
    }

    @Override
    boolean refusesReplaysFromTheStart() {
        return true;
    }
}
