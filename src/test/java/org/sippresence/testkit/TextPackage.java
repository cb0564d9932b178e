package org.sippresence.testkit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sippresence.eventpackage.Composer;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EtagPolicy;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;

/** An event package whose documents are easy to read: the published texts joined by {@code +}, or {@code offline}. */
public final class TextPackage implements EventPackage {

    public static final MediaType PLAIN = new MediaType("text", "plain");

    private final EventName name;
    private final boolean requiresAuthorization;
    private final EtagPolicy etagPolicy;

    public TextPackage(EventName name, boolean requiresAuthorization) {
        this(name, requiresAuthorization, EtagPolicy.EACH_TIME);
    }

    public TextPackage(EventName name, boolean requiresAuthorization, EtagPolicy etagPolicy) {
        this.name = name;
        this.requiresAuthorization = requiresAuthorization;
        this.etagPolicy = etagPolicy;
    }

    /** The package {@code presence} with texts instead of PIDF. */
    public static TextPackage presence() {
        return new TextPackage(EventName.PRESENCE, true);
    }

    @Override
    public EventName name() {
        return name;
    }

    @Override
    public EtagPolicy etagPolicy() {
        return etagPolicy;
    }

    @Override
    public List<MediaType> publishTypes() {
        return List.of(MediaType.PIDF);
    }

    @Override
    public List<MediaType> notifyTypes() {
        return List.of(MediaType.PIDF, PLAIN);
    }

    @Override
    public boolean requiresAuthorization() {
        return requiresAuthorization;
    }

    @Override
    public ParsedBody check(Body published) throws MalformedBodyException {
        if (published.text().isBlank()) {
            throw new MalformedBodyException("blank");
        }
        return () -> published;
    }

    @Override
    public Optional<Composer> composer() {
        return Optional.of((presentity, published, parsed) -> new Text(published.stream()
                .map(each -> each.body().text())
                .collect(Collectors.collectingAndThen(
                        Collectors.joining("+"), text -> text.isEmpty() ? "offline" : text))));
    }

    private record Text(String text) implements Document {

        @Override
        public Body print(MediaType type) {
            return Body.of(type, text);
        }

        @Override
        public boolean online() {
            return !text.equals("offline");
        }
    }
}
