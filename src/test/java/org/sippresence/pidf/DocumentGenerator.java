package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes presence documents at random, with all that namespaces allow: prefixes bound anew, defaults undone, shadowing. */
final class DocumentGenerator {

    private static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    private static final List<String> PREFIXES = List.of("a", "b", "c", "");
    private static final List<String> URIS = List.of("urn:1", "urn:2", Namespaces.RPID, Namespaces.DATA_MODEL, PIDF);
    private static final List<String> TEXTS = List.of(
            " ", "\n  ", "x", "sip:alice@example.org", "&lt;&amp;&gt;", "über 😀", "<!-- note -->", "<![CDATA[<&]]>");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private DocumentGenerator(Random random) {
        this.random = random;
    }

    static String document(Random random) {
        DocumentGenerator generator = new DocumentGenerator(random);
        generator.presence();
        return generator.out.toString();
    }

    private void presence() {
        Map<String, String> scope = new HashMap<>(Map.of("", ""));
        String prefix = pick(List.of("", "p"));
        scope.put(prefix, PIDF);
        out.append('<').append(qualified(prefix, "presence"));
        out.append(declaration(prefix, PIDF)).append(" entity=\"sip:alice@example.org\"");
        declare(scope, prefix);
        out.append('>');
        for (int i = random.nextInt(3); i > 0; i--) {
            tuple(scope, prefix);
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            note(prefix);
        }
        extensions(scope);
        out.append("</").append(qualified(prefix, "presence")).append('>');
    }

    private void tuple(Map<String, String> outer, String prefix) {
        Map<String, String> scope = new HashMap<>(outer);
        String name = qualified(prefix, "tuple");
        out.append('<').append(name).append(" id=\"t").append(random.nextInt(5)).append('"');
        declare(scope, prefix);
        String status = qualified(prefix, "status");
        out.append("><").append(status).append('>');
        simple(qualified(prefix, "basic"), "", pick(List.of("open", "closed")));
        extensions(scope);
        out.append("</").append(status).append('>');
        extensions(scope);
        if (random.nextBoolean()) {
            String priority = " priority=\"0." + random.nextInt(1000) + '"';
            simple(qualified(prefix, "contact"), priority, "sip:c" + random.nextInt(10) + "@192.0.2.1");
        }
        note(prefix);
        out.append("</").append(name).append('>');
    }

    private void note(String prefix) {
        simple(qualified(prefix, "note"), "", pick(TEXTS));
    }

    private void simple(String name, String attributes, String text) {
        out.append('<').append(name).append(attributes).append('>').append(text);
        out.append("</").append(name).append('>');
    }

    private void extensions(Map<String, String> scope) {
        for (int i = random.nextInt(3); i > 0; i--) {
            element(scope, 0);
        }
    }

    private void element(Map<String, String> outer, int depth) {
        Map<String, String> scope = new HashMap<>(outer);
        int at = out.length();
        declare(scope, "p");
        String declarations = out.substring(at);
        out.setLength(at);
        String prefix = pick(List.copyOf(scope.keySet()));
        String name = qualified(prefix, "e" + random.nextInt(3));
        out.append('<').append(name).append(declarations);
        if (random.nextBoolean()) {
            out.append(" id=\"i").append(random.nextInt(5)).append('"');
        }
        List<String> named = prefixes(scope);
        if (!named.isEmpty() && random.nextBoolean()) {
            out.append(' ')
                    .append(pick(named))
                    .append(":k=\"")
                    .append(pick(named))
                    .append(":value\"");
        }
        out.append('>');
        for (int i = random.nextInt(4); i > 0; i--) {
            if (depth < 3 && random.nextBoolean()) {
                element(scope, depth + 1);
            } else {
                out.append(named.isEmpty() || random.nextBoolean() ? pick(TEXTS) : pick(named) + ":name ");
            }
        }
        out.append("</").append(name).append('>');
    }

    private static List<String> prefixes(Map<String, String> scope) {
        List<String> named = new ArrayList<>(scope.keySet());
        named.remove("");
        return named;
    }

    /** Declares something, but leaves one prefix alone. */
    private void declare(Map<String, String> scope, String not) {
        for (String each : PREFIXES) {
            if (!each.equals(not) && random.nextInt(4) == 0) {
                String uri = each.isEmpty() && random.nextInt(3) == 0 ? "" : pick(URIS);
                scope.put(each, uri);
                out.append(declaration(each, uri));
            }
        }
    }

    private static String declaration(String prefix, String uri) {
        return (prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix) + "=\"" + uri + '"';
    }

    private static String qualified(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + ':' + name;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
