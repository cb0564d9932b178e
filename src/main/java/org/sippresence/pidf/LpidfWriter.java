package org.sippresence.pidf;

import java.util.Locale;

/**
 * Writes LPIDF: a To line with the presentity and a Contact line for each open tuple, with the priority as {@code q}. Not
 * standardized; compatible with SER's format. URIs are in angle brackets, so that their parameters are not read as header
 * parameters.
 */
final class LpidfWriter {

    private LpidfWriter() {}

    static String print(Pidf document) {
        StringBuilder out = new StringBuilder(200);
        out.append("To: ");
        uri(out, document.entity()).append("\r\n");
        for (Tuple each : document.tuples()) {
            if (each.status().basic() == Basic.OPEN) {
                out.append("Contact: ");
                uri(out, each.contact().map(Contact::uri).orElse(document.entity()));
                if (each.rank() >= 0) {
                    out.append(";q=").append(Priority.print(each.rank()));
                }
                out.append("\r\n");
            }
        }
        return out.toString();
    }

    /**
     * Appends a URI. Escapes characters that would end the line or the brackets, so that a publisher can inject nothing but
     * URIs.
     */
    private static StringBuilder uri(StringBuilder out, String uri) {
        out.append('<');
        uri.codePoints().forEach(c -> {
            if (c <= ' ' || c == '<' || c == '>' || c == 127) {
                out.append(String.format(Locale.ROOT, "%%%02X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('>');
    }
}
