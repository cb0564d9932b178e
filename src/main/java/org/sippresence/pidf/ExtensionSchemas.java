package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sippresence.pidf.ElementType.Empty;
import org.sippresence.pidf.ElementType.Sequence;
import org.sippresence.pidf.ElementType.Simple;
import org.sippresence.pidf.ElementType.Slot;
import org.sippresence.xml.Element;

/**
 * The schemas of PIDF's extensions: data model (RFC 4479), RPID (RFC 4480), timed status (RFC 4481) and contact information
 * (RFC 4482). Elements of other namespaces, and those that these schemas do not declare, are always valid.
 *
 * <p>One deviation from RPID's schema: text in {@code sphere} is allowed, as in the RFC's own example and in RFC 5025 rules
 * that test for it.
 */
final class ExtensionSchemas {

    static final String CIPID = "urn:ietf:params:xml:ns:pidf:cipid";
    static final String TIMED_STATUS = "urn:ietf:params:xml:ns:pidf:timed-status";

    private static final int MANY = Integer.MAX_VALUE;
    private static final String UNKNOWN = "unknown";
    private static final ElementType EMPTY = new Empty();
    private static final AttributeTypes NO_ATTRIBUTES = new AttributeTypes(Map.of(), false, "");
    private static final AttributeTypes TIMES = new AttributeTypes(
            Map.of("from", SimpleType.DATE_TIME, "until", SimpleType.DATE_TIME, "id", SimpleType.ID), true, "");
    private static final ElementType NOTE =
            new Simple(SimpleType.TEXT, new AttributeTypes(Map.of("xml:lang", SimpleType.LANGUAGE), false, ""));
    private static final Slot NOTES = new Slot(Map.of("note", NOTE), false, 0, MANY);
    private static final Slot OTHERS = new Slot(Map.of(), true, 0, MANY);

    private static final Slot RELATIONSHIPS =
            new Slot(words("assistant associate family friend self supervisor unknown", "other"), true, 0, 1);
    private static final Slot SERVICE_CLASSES =
            new Slot(words("courier electronic freight in-person postal unknown"), true, 1, 1);
    private static final Slot SPHERES = new Slot(words("home work unknown"), true, 0, 1);
    private static final String ACTIVITIES =
            "appointment away breakfast busy dinner holiday in-transit looking-for-work"
                    + " meal meeting on-the-phone performance permanent-absence playing presentation shopping sleeping spectator"
                    + " steering travel tv vacation working worship unknown";
    private static final String MOODS = "afraid amazed angry annoyed anxious ashamed bored brave calm cold confused"
            + " contented cranky curious depressed disappointed disgusted distracted embarrassed excited flirtatious"
            + " frustrated grumpy guilty happy hot humbled humiliated hungry hurt impressed in_awe in_love indignant"
            + " interested invincible jealous lonely mean moody nervous neutral offended playful proud relieved remorseful"
            + " restless sad sarcastic serious shocked shy sick sleepy stressed surprised thirsty worried unknown";

    private static final Map<String, Map<String, ElementType>> DECLARED = Map.of(
            Namespaces.DATA_MODEL,
            dataModel(),
            Namespaces.RPID,
            rpid(),
            TIMED_STATUS,
            Map.of("timed-status", timedStatus()),
            CIPID,
            contactInformation());

    private ExtensionSchemas() {}

    /**
     * Removes the parts of the element, at any depth, that its schema does not allow.
     *
     * @return the same instance if it is valid; empty if nothing valid remains
     */
    static Optional<Element> conform(Element element) {
        ElementType type = DECLARED.getOrDefault(element.namespace(), Map.of()).get(element.name());
        return type == null ? Optional.of(element) : type.conform(element);
    }

    private static Map<String, ElementType> dataModel() {
        ElementType deviceId = new Simple(SimpleType.ANY_URI, NO_ATTRIBUTES);
        Slot device = new Slot(Map.of("deviceID", deviceId), false, 1, 1);
        Slot timestamp = optional("timestamp", new Simple(SimpleType.DATE_TIME, NO_ATTRIBUTES));
        AttributeTypes id = new AttributeTypes(Map.of("id", SimpleType.ID), false, "id");
        return Map.of(
                "deviceID", deviceId,
                "person", sequence(id, OTHERS, NOTES, timestamp),
                "device", sequence(id, OTHERS, device, NOTES, timestamp));
    }

    private static Map<String, ElementType> rpid() {
        return Map.ofEntries(
                Map.entry("activities", choice(new Slot(words(ACTIVITIES, "other"), true, 0, MANY))),
                Map.entry("mood", choice(new Slot(words(MOODS, "other"), true, 1, MANY))),
                Map.entry("place-type", choice(new Slot(words("", "other"), true, 1, 1))),
                Map.entry("relationship", sequence(NO_ATTRIBUTES, NOTES, RELATIONSHIPS)),
                Map.entry("service-class", sequence(NO_ATTRIBUTES, NOTES, SERVICE_CLASSES)),
                Map.entry("sphere", new Sequence(List.of(SPHERES), TIMES, "", true)),
                Map.entry("place-is", placeIs()),
                Map.entry("privacy", choice(one(UNKNOWN), one("audio"), one("text"), one("video"), OTHERS)),
                Map.entry("class", new Simple(SimpleType.TEXT, NO_ATTRIBUTES)),
                Map.entry("status-icon", new Simple(SimpleType.ANY_URI, TIMES)),
                Map.entry("time-offset", new Simple(SimpleType.INTEGER, TIMES)),
                Map.entry("user-input", userInput()));
    }

    private static ElementType userInput() {
        Map<String, SimpleType> known = Map.of(
                "idle-threshold", SimpleType.POSITIVE_INTEGER,
                "last-input", SimpleType.DATE_TIME,
                "id", SimpleType.ID);
        return new Simple(SimpleType.oneOf(Set.of("active", "idle")), new AttributeTypes(known, true, ""));
    }

    private static ElementType placeIs() {
        return sequence(
                TIMES,
                NOTES,
                place("audio", "noisy ok quiet unknown"),
                place("video", "toobright ok dark unknown"),
                place("text", "uncomfortable inappropriate ok unknown"));
    }

    private static Slot place(String medium, String words) {
        return optional(medium, sequence(NO_ATTRIBUTES, new Slot(words(words), false, 1, 1)));
    }

    private static ElementType timedStatus() {
        ElementType basic = new Simple(SimpleType.oneOf(Set.of("open", "closed")), NO_ATTRIBUTES);
        return sequence(
                new AttributeTypes(Map.of("from", SimpleType.DATE_TIME, "until", SimpleType.DATE_TIME), false, "from"),
                optional("basic", basic),
                optional("note", NOTE),
                OTHERS);
    }

    private static Map<String, ElementType> contactInformation() {
        ElementType uri = new Simple(SimpleType.ANY_URI, NO_ATTRIBUTES);
        return Map.of(
                "card", uri,
                "homepage", uri,
                "icon", uri,
                "map", uri,
                "sound", uri,
                "display-name", new Simple(SimpleType.TEXT, NO_ATTRIBUTES));
    }

    private static ElementType sequence(AttributeTypes attributes, Slot... slots) {
        return new Sequence(List.of(slots), attributes, "", false);
    }

    /** Returns the type: notes, followed by elements of which {@code unknown} excludes all others. */
    private static ElementType choice(Slot... choices) {
        List<Slot> slots = new ArrayList<>(List.of(NOTES));
        slots.addAll(List.of(choices));
        return new Sequence(List.copyOf(slots), TIMES, UNKNOWN, false);
    }

    private static Slot optional(String name, ElementType type) {
        return new Slot(Map.of(name, type), false, 0, 1);
    }

    private static Slot one(String name) {
        return optional(name, EMPTY);
    }

    /** Returns the types of elements without content, given as names separated by spaces, and of elements that are notes. */
    private static Map<String, ElementType> words(String words, String... notes) {
        Map<String, ElementType> all = new HashMap<>();
        Arrays.stream(words.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(word -> all.put(word, EMPTY));
        Arrays.stream(notes).forEach(name -> all.put(name, NOTE));
        return Map.copyOf(all);
    }
}
