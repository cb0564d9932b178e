package org.sippresence.pidf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sippresence.pidf.ElementType.Empty;
import org.sippresence.pidf.ElementType.Sequence;
import org.sippresence.pidf.ElementType.Simple;
import org.sippresence.pidf.ElementType.Slot;

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
        Slot timestamp = new Slot(Map.of("timestamp", new Simple(SimpleType.DATE_TIME, NO_ATTRIBUTES)), false, 0, 1);
        AttributeTypes id = new AttributeTypes(Map.of("id", SimpleType.ID), false, "id");
        return Map.of(
                "deviceID", deviceId,
                "person", new Sequence(List.of(OTHERS, NOTES, timestamp), id, "", false),
                "device", new Sequence(List.of(OTHERS, device, NOTES, timestamp), id, "", false));
    }

    private static Map<String, ElementType> rpid() {
        Map<String, ElementType> declared = new HashMap<>();
        declared.put("activities", choice(choices(ACTIVITIES, "other"), 0, MANY));
        declared.put("mood", choice(choices(MOODS, "other"), 1, MANY));
        declared.put("place-type", choice(choices("", "other"), 1, 1));
        declared.put(
                "relationship",
                new Sequence(
                        List.of(
                                NOTES,
                                new Slot(
                                        choices("assistant associate family friend self supervisor unknown", "other"),
                                        true,
                                        0,
                                        1)),
                        NO_ATTRIBUTES,
                        "",
                        false));
        declared.put(
                "service-class",
                new Sequence(
                        List.of(
                                NOTES,
                                new Slot(choices("courier electronic freight in-person postal unknown"), true, 1, 1)),
                        NO_ATTRIBUTES,
                        "",
                        false));
        declared.put(
                "sphere", new Sequence(List.of(new Slot(choices("home work unknown"), true, 0, 1)), TIMES, "", true));
        declared.put("place-is", placeIs());
        declared.put(
                "privacy",
                new Sequence(
                        List.of(NOTES, one(UNKNOWN), one("audio"), one("text"), one("video"), OTHERS),
                        TIMES,
                        UNKNOWN,
                        false));
        declared.put("class", new Simple(SimpleType.TEXT, NO_ATTRIBUTES));
        declared.put("status-icon", new Simple(SimpleType.ANY_URI, TIMES));
        declared.put("time-offset", new Simple(SimpleType.INTEGER, TIMES));
        declared.put("user-input", userInput());
        return Map.copyOf(declared);
    }

    private static ElementType userInput() {
        return new Simple(
                SimpleType.oneOf(Set.of("active", "idle")),
                new AttributeTypes(
                        Map.of(
                                "idle-threshold", SimpleType.POSITIVE_INTEGER,
                                "last-input", SimpleType.DATE_TIME,
                                "id", SimpleType.ID),
                        true,
                        ""));
    }

    private static ElementType placeIs() {
        return new Sequence(
                List.of(
                        NOTES,
                        place("audio", "noisy ok quiet unknown"),
                        place("video", "toobright ok dark unknown"),
                        place("text", "uncomfortable inappropriate ok unknown")),
                TIMES,
                "",
                false);
    }

    private static Slot place(String medium, String words) {
        ElementType word = new Sequence(List.of(new Slot(choices(words), false, 1, 1)), NO_ATTRIBUTES, "", false);
        return new Slot(Map.of(medium, word), false, 0, 1);
    }

    private static ElementType timedStatus() {
        ElementType basic = new Simple(SimpleType.oneOf(Set.of("open", "closed")), NO_ATTRIBUTES);
        return new Sequence(
                List.of(
                        new Slot(Map.of("basic", basic), false, 0, 1),
                        new Slot(Map.of("note", NOTE), false, 0, 1),
                        OTHERS),
                new AttributeTypes(Map.of("from", SimpleType.DATE_TIME, "until", SimpleType.DATE_TIME), false, "from"),
                "",
                false);
    }

    private static Map<String, ElementType> contactInformation() {
        ElementType uri = new Simple(SimpleType.ANY_URI, NO_ATTRIBUTES);
        Map<String, ElementType> declared = Arrays.stream("card homepage icon map sound".split(" ", -1))
                .collect(Collectors.toMap(Function.identity(), name -> uri));
        declared.put("display-name", new Simple(SimpleType.TEXT, NO_ATTRIBUTES));
        return Map.copyOf(declared);
    }

    /** Returns the type: notes, followed by the given elements and elements of other namespaces. */
    private static ElementType choice(Map<String, ElementType> own, int min, int max) {
        return new Sequence(List.of(NOTES, new Slot(own, true, min, max)), TIMES, UNKNOWN, false);
    }

    private static Slot one(String name) {
        return new Slot(Map.of(name, EMPTY), false, 0, 1);
    }

    /** Returns the types of elements without content, given as names separated by spaces, and of elements that are notes. */
    private static Map<String, ElementType> choices(String words, String... notes) {
        Map<String, ElementType> all = new HashMap<>();
        Arrays.stream(words.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(word -> all.put(word, EMPTY));
        Arrays.stream(notes).forEach(name -> all.put(name, NOTE));
        return Map.copyOf(all);
    }
}
