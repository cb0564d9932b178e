package org.sippresence.events.winfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import org.sippresence.testkit.JdkParser;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the schema of RFC 3858 section 6 and the words of its section 3 ask of a document; read by the JDK's own parser. */
public final class WatcherInfoRules {

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:watcherinfo";
    private static final Set<String> STATUSES = Set.of("pending", "active", "waiting", "terminated");
    private static final Set<String> EVENTS =
            Set.of("subscribe", "approved", "deactivated", "probation", "rejected", "timeout", "giveup", "noresource");

    private WatcherInfoRules() {}

    /** Fails unless the document keeps all rules; gives back its root. */
    public static Element check(String text) {
        Element root = JdkParser.parse(text).getDocumentElement();
        named(root, "watcherinfo");
        attributes(root, Set.of("version", "state"), Set.of());
        assertThat(root.getAttribute("version")).matches("0|[1-9][0-9]{0,9}");
        assertThat(Long.parseLong(root.getAttribute("version"))).isLessThanOrEqualTo(Integer.MAX_VALUE);
        assertThat(root.getAttribute("state")).isIn("full", "partial");
        Set<String> ids = new HashSet<>();
        for (Element list : children(root)) {
            named(list, "watcher-list");
            attributes(list, Set.of("resource", "package"), Set.of());
            uri(list.getAttribute("resource"));
            assertThat(list.getAttribute("package")).matches("[A-Za-z0-9.!%*_+`'~-]+");
            for (Element watcher : children(list)) {
                watcher(watcher);
                assertThat(ids.add(watcher.getAttribute("id"))).as("id twice").isTrue();
            }
        }
        return root;
    }

    private static void watcher(Element watcher) {
        named(watcher, "watcher");
        attributes(
                watcher,
                Set.of("id", "status", "event"),
                Set.of("display-name", "expiration", "duration-subscribed", "xml:lang"));
        assertThat(watcher.getAttribute("id")).matches("[A-Za-z0-9.!%*_+`'~-]+");
        assertThat(watcher.getAttribute("status")).isIn(STATUSES);
        assertThat(watcher.getAttribute("event")).isIn(EVENTS);
        for (String number : List.of("expiration", "duration-subscribed")) {
            if (watcher.hasAttribute(number)) {
                assertThat(watcher.getAttribute(number)).matches("[0-9]{1,19}");
            }
        }
        assertThat(children(watcher)).isEmpty();
        uri(watcher.getTextContent());
    }

    private static void uri(String text) {
        assertThat(text).matches("[a-z]+:[^\\s<>]+");
    }

    private static void named(Element element, String name) {
        assertThat(element.getNamespaceURI()).isEqualTo(NAMESPACE);
        assertThat(element.getLocalName()).isEqualTo(name);
    }

    private static void attributes(Element element, Set<String> required, Set<String> optional) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
                names.add(attribute.getNodeName());
            }
        }
        assertThat(names).containsAll(required);
        names.removeAll(required);
        names.removeAll(optional);
        assertThat(names).as("attributes of " + element.getNodeName()).isEmpty();
    }

    /** The elements in an element; other text than white space beside them is against the schema. */
    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            } else if (!parent.getLocalName().equals("watcher")) {
                assertThat(node.getTextContent()).isBlank();
            }
        }
        return children;
    }
}
