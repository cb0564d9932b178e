package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sippresence.xml.Element;

/** The activity of an open user in the vocabulary that Microsoft added to XPIDF; derived from the activities of RFC 4480. */
enum Substatus {
    ONLINE("online"),
    ON_THE_PHONE("onthephone"),
    BUSY("busy"),
    OUT_TO_LUNCH("outtolunch"),
    AWAY("away"),
    IDLE("idle");

    private static final Map<String, Substatus> BY_ACTIVITY = Map.ofEntries(
            Map.entry("on-the-phone", ON_THE_PHONE),
            Map.entry("busy", BUSY),
            Map.entry("appointment", BUSY),
            Map.entry("meeting", BUSY),
            Map.entry("presentation", BUSY),
            Map.entry("performance", BUSY),
            Map.entry("steering", BUSY),
            Map.entry("breakfast", OUT_TO_LUNCH),
            Map.entry("dinner", OUT_TO_LUNCH),
            Map.entry("meal", OUT_TO_LUNCH),
            Map.entry("away", AWAY),
            Map.entry("holiday", AWAY),
            Map.entry("in-transit", AWAY),
            Map.entry("permanent-absence", AWAY),
            Map.entry("sleeping", AWAY),
            Map.entry("travel", AWAY),
            Map.entry("vacation", AWAY));

    private final String word;

    Substatus(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Returns the value of the first mapped activity; otherwise idle if the user-input element says so; otherwise online. */
    static Substatus of(Pidf document) {
        List<Element> candidates = new ArrayList<>(document.extensions());
        for (Tuple each : document.tuples()) {
            candidates.addAll(each.status().extensions());
            candidates.addAll(each.extensions());
        }
        boolean idle = false;
        for (Element outer : candidates) {
            List<Element> parts = new ArrayList<>(outer.children());
            parts.add(outer);
            for (Element part : parts) {
                for (Element activity : part.is(Namespaces.RPID, "activities") ? part.children() : List.<Element>of()) {
                    if (BY_ACTIVITY.containsKey(activity.name())) {
                        return BY_ACTIVITY.get(activity.name());
                    }
                }
                idle |= part.is(Namespaces.RPID, "user-input")
                        && part.text().strip().equals("idle");
            }
        }
        return idle ? IDLE : ONLINE;
    }
}
