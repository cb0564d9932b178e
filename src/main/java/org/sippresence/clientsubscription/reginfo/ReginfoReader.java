package org.sippresence.clientsubscription.reginfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.clientsubscription.NotifyListener;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;

/**
 * The required parts of a registration information document (RFC 3680 section 5).
 *
 * @param whole whether it is a full document, not a partial one
 * @param registrations of any users
 */
record ReginfoReader(long version, boolean whole, List<Registration> registrations) {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:reginfo";

    ReginfoReader {
        registrations = List.copyOf(registrations);
    }

    /**
     * One address of record.
     *
     * @param terminated whether it has no contacts any more
     */
    record Registration(Optional<Aor> aor, boolean terminated, List<Contact> contacts) {

        Registration {
            contacts = List.copyOf(contacts);
        }
    }

    /**
     * One contact.
     *
     * @param id identifies the contact within the subscription
     * @param q in thousandths
     * @param expires seconds
     */
    record Contact(String id, boolean active, String uri, OptionalInt q, OptionalInt expires) {}

    static ReginfoReader read(Body body) throws MalformedXmlException {
        Element root = NotifyListener.XML.read(body.bytes(), NAMESPACE, "reginfo");
        long version = number(root.required("version"));
        String state = root.required("state");
        if (!state.equals("full") && !state.equals("partial")) {
            throw new MalformedXmlException("state is neither full nor partial");
        }
        List<Registration> registrations = new ArrayList<>();
        for (Element each : root.children("registration")) {
            registrations.add(registration(each));
        }
        return new ReginfoReader(version, state.equals("full"), registrations);
    }

    private static Registration registration(Element element) throws MalformedXmlException {
        List<Contact> contacts = new ArrayList<>();
        for (Element each : element.children("contact")) {
            contacts.add(contact(each));
        }
        return new Registration(
                Aor.tryParse(element.required("aor")), element.required("state").equals("terminated"), contacts);
    }

    private static Contact contact(Element element) throws MalformedXmlException {
        String uri = element.children("uri").stream()
                .findFirst()
                .map(each -> each.text().strip())
                .orElseThrow(() -> new MalformedXmlException("a contact has no uri"));
        return new Contact(
                element.required("id"),
                element.required("state").equals("active"),
                uri,
                q(element.attribute("q")),
                seconds(element.attribute("expires")));
    }

    private static long number(String text) throws MalformedXmlException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new MalformedXmlException("no number: version");
        }
        return Long.parseLong(text);
    }

    private static OptionalInt seconds(Optional<String> text) {
        return text.map(String::strip)
                .filter(each -> each.matches("[0-9]{1,18}"))
                .map(each -> OptionalInt.of((int) Math.min(Long.parseLong(each), Integer.MAX_VALUE)))
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt q(Optional<String> text) {
        return text.map(String::strip)
                .filter(each -> each.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?"))
                .map(each -> OptionalInt.of((int) Math.round(Double.parseDouble(each) * 1000)))
                .orElse(OptionalInt.empty());
    }
}
