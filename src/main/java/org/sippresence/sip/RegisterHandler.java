package org.sippresence.sip;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegisterCommand;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.RegisterOutcome.Accepted;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.Exchange.Reply;
import org.sippresence.sip.message.Flows;
import org.sippresence.sip.message.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles REGISTER: reads the request, has it decided in the lane of the registered user, and responds after the commit with all
 * contacts.
 */
final class RegisterHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RegisterHandler.class);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SipServices services;
    private final Flows flows;

    RegisterHandler(SipServices services, Flows flows) {
        this.services = services;
        this.flows = flows;
    }

    void handle(Exchange exchange, RequestIdentity identity) throws BadRequestException {
        RegisterReader reader = new RegisterReader(exchange.request(), services.configuration(), flows, identity);
        RegisterCommand command = reader.command();
        services.registering()
                .register(
                        command,
                        new ResponseCallback<>(exchange, outcome -> answer(exchange, reader, command, outcome)));
    }

    private static void answer(
            Exchange exchange, RegisterReader reader, RegisterCommand command, RegisterOutcome outcome) {
        if (outcome instanceof Rejected rejected) {
            exchange.reject(rejected.rejection());
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Reply ok = ok(exchange, accepted);
        if (!reader.path().isEmpty()) {
            ok.with("Path", bracketed(reader.path()));
        }
        if (reader.isOutbound(command.contacts())) {
            ok.with("Require", "outbound");
        }
        exchange.answer(ok);
        LOG.debug(
                "presentity={} outcome=registered source={} contacts={}",
                command.aor(),
                command.claim().source().label(),
                accepted.bindings().size());
    }

    private static Reply ok(Exchange exchange, Accepted accepted) {
        Reply ok = exchange.response(200).with("Date", DATE.format(accepted.at()));
        List<String> contacts = accepted.bindings().stream()
                .filter(RegisterHandler::isSip)
                .map(each -> contact(each, accepted.at()))
                .toList();
        if (!contacts.isEmpty()) {
            ok.with("Contact", String.join(", ", contacts));
        }
        return ok;
    }

    /** Contacts from feeds may have a URI that cannot stand in a SIP message. */
    private static boolean isSip(Binding binding) {
        BindingSource source = binding.source();
        return source == BindingSource.REGISTER
                || source == BindingSource.THIRD_PARTY
                || Headers.isContact(binding.contact());
    }

    /** The header value for one contact; the remaining time is rounded up to whole seconds. */
    private static String contact(Binding binding, Instant now) {
        long seconds = Duration.between(now, binding.expires()).plusMillis(999).toSeconds();
        StringBuilder text = new StringBuilder("<" + binding.contact() + ">;expires=" + seconds);
        binding.q().ifPresent(q -> text.append(";q=").append(thousandths(q)));
        if (!binding.outbound().instance().isEmpty()) {
            text.append(";+sip.instance=\"")
                    .append(binding.outbound().instance())
                    .append('"');
        }
        if (binding.outbound().regId() > 0) {
            text.append(";reg-id=").append(binding.outbound().regId());
        }
        return text.toString();
    }

    private static String thousandths(int q) {
        return BigDecimal.valueOf(q, 3).stripTrailingZeros().toPlainString();
    }

    private static String bracketed(List<String> uris) {
        return uris.stream().map(uri -> '<' + uri + '>').collect(Collectors.joining(", "));
    }
}
