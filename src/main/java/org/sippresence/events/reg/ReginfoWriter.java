package org.sippresence.events.reg;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sippresence.model.Body;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.Binding;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.RegistrationChange.Event;
import org.sippresence.xml.XmlWriter;

/** Writer of one registration information document (RFC 3680 section 5) about one address of record. */
final class ReginfoWriter {

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:reginfo";

    private final XmlWriter out = new XmlWriter();
    private final PresentityTransaction transaction;
    private final long version;

    ReginfoWriter(PresentityTransaction transaction, long version) {
        this.transaction = transaction;
        this.version = version;
    }

    /**
     * Writes the document.
     *
     * @param extent full or partial
     * @param contacts the changes of the contacts to include
     * @param state the state of the registration: init, active or terminated
     */
    Body write(String extent, List<RegistrationChange> contacts, String state) {
        out.raw(XmlWriter.DECLARATION)
                .raw("<reginfo")
                .attribute("xmlns", NAMESPACE)
                .attribute("version", Long.toString(version))
                .attribute("state", extent)
                .raw("><registration")
                .attribute("aor", transaction.presentity().uri())
                .attribute("id", "r0") // constant, as there is one registration element
                .attribute("state", state)
                .raw('>');
        contacts.forEach(each -> contact(each.binding(), each.event()));
        out.raw("</registration></reginfo>\n");
        return Body.of(RegPackage.REGINFO, out.toString());
    }

    private void contact(Binding binding, Event event) {
        out.raw("<contact")
                .attribute("id", binding.id())
                .attribute("state", event.ends() ? "terminated" : "active")
                .attribute("event", event.label())
                .attribute("duration-registered", seconds(binding.since(), transaction.now()));
        if (!event.ends()) {
            out.attribute("expires", seconds(transaction.now(), binding.expires()));
        }
        binding.q()
                .ifPresent(q -> out.attribute(
                        "q", BigDecimal.valueOf(q, 3).stripTrailingZeros().toPlainString()));
        if (!binding.claim().callId().isEmpty()) {
            out.attribute("callid", binding.claim().callId())
                    .attribute("cseq", Long.toString(binding.claim().cseq()));
        }
        out.raw('>').element("uri", binding.contact());
        flow(binding.outbound());
        out.raw("</contact>");
    }

    private void flow(Outbound flow) {
        if (!flow.instance().isEmpty()) {
            unknown("+sip.instance", '"' + flow.instance() + '"');
        }
        if (flow.regId() > 0) {
            unknown("reg-id", Integer.toString(flow.regId()));
        }
    }

    private void unknown(String name, String value) {
        out.raw("<unknown-param").attribute("name", name).raw('>').text(value).raw("</unknown-param>");
    }

    /** Rounds up, so that a live contact has at least one second. */
    private static String seconds(Instant from, Instant to) {
        return Long.toString(
                Math.max(0, Duration.between(from, to).plusMillis(999).toSeconds()));
    }
}
