package org.sippresence.xcap;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xml.UntrustedXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A well-formed document: its text, which changes only where a client requests it, and its elements with their positions in
 * the text. Immutable.
 */
record XmlText(String text, XmlElement root) {

    private static final Logger LOG = LoggerFactory.getLogger(XmlText.class);
    private static final int MAX_DEPTH = 64;
    private static final long MAX_ELEMENTS = 50_000;
    private static final WstxInputFactory DOCUMENTS = factory(true);
    private static final WstxInputFactory FRAGMENTS = factory(false);

    private static WstxInputFactory factory(boolean namespaces) {
        WstxInputFactory factory = UntrustedXml.factory(MAX_DEPTH, MAX_ELEMENTS);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, namespaces);
        return factory;
    }

    /** Decodes the text that a client sent; drops a byte order mark. */
    static String decode(byte[] bytes) throws ConflictException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConflictException(Conflict.notUtf8());
        }
    }

    /** Parses a whole document; rejects a document type and enforces bounds. */
    static XmlText parse(String text) throws ConflictException {
        try {
            XMLStreamReader2 reader = (XMLStreamReader2) DOCUMENTS.createXMLStreamReader(new StringReader(text));
            try {
                String declared = reader.getCharacterEncodingScheme();
                if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
                    throw new ConflictException(Conflict.notUtf8());
                }
                return new XmlText(text, new XmlTextReader(text, reader).read());
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | WstxLazyException e) {
            throw new ConflictException(Conflict.NOT_WELL_FORMED, "the document is not well-formed" + place(e));
        }
    }

    /** Parses a stored document; empty if it cannot be parsed, for example after an external change of the database. */
    static Optional<XmlText> of(StoredDocument document) {
        try {
            return Optional.of(parse(decode(document.body().bytes())));
        } catch (ConflictException e) {
            LOG.warn("{} cannot be read: {}", document.key(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Checks the text of one element that a client sent: balanced, with nothing around it; prefixes may be unbound. */
    static String fragment(String sent) throws ConflictException {
        String text = sent.strip();
        if (!text.startsWith("<") || text.startsWith("<?") || text.startsWith("<!") || !text.endsWith(">")) {
            throw new ConflictException(Conflict.NOT_A_FRAGMENT, "the body is not one element");
        }
        try {
            XMLStreamReader2 reader = (XMLStreamReader2) FRAGMENTS.createXMLStreamReader(new StringReader(text));
            try {
                requireOneElement(reader);
            } finally {
                reader.close();
            }
            return text;
        } catch (XMLStreamException | WstxLazyException e) {
            throw new ConflictException(Conflict.NOT_A_FRAGMENT, "the body is not one well-formed element" + place(e));
        }
    }

    private static void requireOneElement(XMLStreamReader2 reader) throws XMLStreamException, ConflictException {
        int depth = 0;
        boolean over = false;
        while (reader.hasNext()) {
            int event = reader.next();
            if (over && event != XMLStreamConstants.END_DOCUMENT) {
                throw new ConflictException(Conflict.NOT_A_FRAGMENT, "the body continues after the element");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                over = depth == 0;
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new ConflictException(Conflict.NOT_A_FRAGMENT, "entity references are not allowed");
            }
        }
    }

    private static String place(Exception e) {
        return e instanceof XMLStreamException failure ? UntrustedXml.place(failure) : "";
    }

    String of(XmlElement element) {
        return text.substring(element.span().start(), element.span().end());
    }

    /** Returns the document with the text between two indexes replaced. */
    String with(int from, int to, String replacement) {
        return text.substring(0, from) + replacement + text.substring(to);
    }
}
