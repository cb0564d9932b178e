package org.sippresence.pidf;

import java.util.List;
import java.util.Random;

/** Writes extensions of presence documents, about as often valid as not. */
final class ExtensionGenerator {

    private static final List<String> TOP = List.of(
            "dm:person", "dm:person", "dm:device", "rpid:mood", "rpid:activities", "rpid:place-is", "rpid:privacy");
    private static final List<String> INSIDE =
            List.of(("rpid:mood rpid:activities rpid:place-is rpid:place-type rpid:privacy rpid:relationship"
                            + " rpid:service-class rpid:class rpid:status-icon rpid:time-offset rpid:user-input ts:timed-status"
                            + " c:card c:display-name dm:deviceID dm:note dm:timestamp x:other")
                    .split(" ", -1));
    private static final List<String> WORDS =
            List.of(("rpid:note rpid:happy rpid:sad rpid:away rpid:unknown rpid:other rpid:audio rpid:text rpid:video"
                            + " rpid:self rpid:electronic x:word ts:basic ts:note rpid:noisy rpid:bogus")
                    .split(" ", -1));
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "text",
            "idle",
            "-60",
            "+5",
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05+0100",
            "2026-13-02T00:00:00",
            "http://example.org/a",
            "http://example.org/%zz",
            "open",
            "#a#b",
            "a b",
            "urn:x:ä");
    private static final List<String> ATTRIBUTES =
            List.of(("id='a' id='1' from='2026-01-02T03:04:05Z' from='soon' until='2026-01-02T03:04:05' xml:lang='en'"
                            + " x:a='b' b='c' idle-threshold='10' idle-threshold='-1' description='d'")
                    .split(" ", -1));

    private final Random random;
    private int ids;

    ExtensionGenerator(Random random) {
        this.random = random;
    }

    String extensions() {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(2); i >= 0; i--) {
            String name = one(TOP);
            boolean holder = name.startsWith("dm:");
            String id = holder && random.nextInt(8) > 0 ? " id='n" + ids++ + "'" : "";
            out.append("<x:g xmlns:x='urn:x'/>".repeat(random.nextInt(2)))
                    .append('<')
                    .append(name)
                    .append(" xmlns:x='urn:x' xmlns:ts='urn:ietf:params:xml:ns:pidf:timed-status'")
                    .append(" xmlns:c='urn:ietf:params:xml:ns:pidf:cipid'")
                    .append(id)
                    .append(holder ? "" : attribute())
                    .append('>');
            if (holder) {
                holderContent(out);
            } else {
                words(out, name, 0);
            }
            out.append("</").append(name).append('>');
        }
        return out.toString();
    }

    private void holderContent(StringBuilder out) {
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = one(INSIDE);
            out.append('<').append(name).append(attribute()).append('>');
            words(out, name, 0);
            out.append("</").append(name).append('>');
        }
    }

    private void words(StringBuilder out, String parent, int depth) {
        boolean simple =
                List.of("class", "icon", "offset", "input", "card", "name", "deviceID", "note", "timestamp").stream()
                        .anyMatch(parent::endsWith);
        if (simple) {
            out.append(one(TEXTS));
        }
        if (simple || parent.startsWith("x:")) { // what stands inside of an unknown element is not looked at
            return;
        }
        for (int i = depth < 2 ? random.nextInt(3) : 0; i > 0; i--) {
            String name = one(WORDS);
            out.append('<')
                    .append(name)
                    .append(random.nextInt(6) == 0 ? attribute() : "")
                    .append('>');
            if (random.nextInt(4) == 0 || name.endsWith("note") || name.endsWith("other")) {
                out.append(one(TEXTS));
            } else if (name.equals("ts:basic")) {
                out.append("open");
            } else if (random.nextInt(3) == 0) {
                words(out, name, depth + 1);
            }
            out.append("</").append(name).append('>');
        }
        if (random.nextInt(12) == 0) {
            out.append(one(TEXTS));
        }
    }

    private String attribute() {
        return random.nextInt(3) == 0 ? ' ' + one(ATTRIBUTES) : "";
    }

    private String one(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
