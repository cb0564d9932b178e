package org.sippresence.xcap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.ValidatorHandler;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Validates documents against XML schemas (RFC 4825 section 8.2.5): those of RFC 4745, RFC 5025 and RFC 4826, with the
 * extensions of OMA and SER. Elements of other namespaces are always valid. Reads schemas only from the class path. For one
 * use in one thread.
 */
final class DocumentSchema implements ErrorHandler {

    /** The schema files; a schema follows those that it refers to. */
    private static final List<String> FILES = List.of(
            "xml",
            "common-policy",
            "pres-rules",
            "im-rules",
            "oma-common-policy",
            "oma-pres-rules",
            "resource-lists",
            "rls-services");

    private static final Schema SCHEMA = load();
    private static final String LOCALE = "http://apache.org/xml/properties/locale";
    private static final int MAX_REASON_LENGTH = 300;

    private final XmlText document;
    private final ValidatorHandler validator = SCHEMA.newValidatorHandler();
    private XmlElement current;

    private DocumentSchema(XmlText document) {
        this.document = document;
        this.current = document.root();
    }

    private static Schema load() {
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        List<InputStream> streams = new ArrayList<>();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            FILES.forEach(file -> streams.add(DocumentSchema.class.getResourceAsStream("schema/" + file + ".xsd")));
            Schema schema =
                    factory.newSchema(streams.stream().map(StreamSource::new).toArray(Source[]::new));
            for (InputStream each : streams) {
                each.close();
            }
            return schema;
        } catch (SAXException e) {
            throw new IllegalStateException("the schemas of XCAP documents cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Validates a document.
     *
     * @throws ConflictException with the element and the line of the first violation
     */
    static void check(XmlText document) throws ConflictException {
        DocumentSchema check = new DocumentSchema(document);
        try {
            check.run();
        } catch (SAXException e) {
            throw new ConflictException(Conflict.SCHEMA, check.phrase(e));
        }
    }

    private void run() throws SAXException {
        validator.setErrorHandler(this);
        validator.setProperty(LOCALE, Locale.ROOT); // messages in English, independent of the default locale
        validator.startDocument();
        feed(document.root(), Map.of());
        validator.endDocument();
    }

    /**
     * Feeds the parsed elements to the validator, so that the document is not parsed again. The parser limits the depth of
     * recursion.
     */
    private void feed(XmlElement element, Map<String, String> outer) throws SAXException {
        current = element;
        for (Map.Entry<String, String> each : element.namespaces().entrySet()) {
            if (!each.getValue().equals(outer.get(each.getKey()))) {
                validator.startPrefixMapping(each.getKey(), each.getValue());
            }
        }
        String namespace = element.name().getNamespaceURI();
        String local = element.name().getLocalPart();
        AttributesImpl attributes = new AttributesImpl();
        for (XmlAttribute each : element.attributes()) {
            String name = each.name().getLocalPart();
            attributes.addAttribute(each.name().getNamespaceURI(), name, name, "CDATA", each.value());
        }
        validator.startElement(namespace, local, element.written(), attributes);
        validator.characters(element.text().toCharArray(), 0, element.text().length());
        for (XmlElement each : element.children()) {
            feed(each, element.namespaces());
        }
        current = element;
        validator.endElement(namespace, local, element.written());
    }

    /** Returns the validator's message without its code, which starts with {@code cvc}. */
    private String phrase(SAXException e) {
        String start = document.text().substring(0, current.span().start());
        long line = start.chars().filter(c -> c == '\n').count() + 1;
        String reason = e.getMessage().replaceFirst("^[\\w.-]+: ", "").replaceAll("\\s+", " ");
        String shortened =
                reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH) + "...";
        return current.written() + " in line " + line + ": " + shortened;
    }

    @Override
    public void warning(SAXParseException e) {
        // warnings do not affect validity
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
        throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        throw e;
    }
}
