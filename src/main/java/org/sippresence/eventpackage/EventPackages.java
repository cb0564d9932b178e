package org.sippresence.eventpackage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sippresence.model.EventName;

/** The event packages of this server; immutable, built from an explicit list at start-up. */
public final class EventPackages {

    private final Map<EventName, EventPackage> packages = new LinkedHashMap<>();
    private final String allowEvents;

    public EventPackages(List<EventPackage> list) {
        for (EventPackage each : list) {
            if (packages.put(each.name(), each) != null) {
                throw new IllegalArgumentException("event package " + each.name() + " is listed twice");
            }
        }
        this.allowEvents = list.stream().map(each -> each.name().value()).collect(Collectors.joining(", "));
    }

    /** Returns all packages in the order of the list. */
    public List<EventPackage> all() {
        return List.copyOf(packages.values());
    }

    public Optional<EventPackage> find(EventName name) {
        return Optional.ofNullable(packages.get(name));
    }

    /** Returns the package of a stored subscription or publication, which is known to exist. */
    public EventPackage get(EventName name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no event package " + name));
    }

    /** Returns the value of the Allow-Events header (RFC 6665 section 8.2.2). */
    public String allowEvents() {
        return allowEvents;
    }
}
