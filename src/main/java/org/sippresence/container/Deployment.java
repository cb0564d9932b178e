package org.sippresence.container;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The application and the data that it gets from the launcher as attributes of its servlet context.
 *
 * @param application directory of the unpacked WAR
 * @param explicit attribute {@value #EXPLICIT}, a {@code Map<String, String>}: settings from the command line by key
 * @param config attribute {@value #CONFIG}, a {@code String}: the settings file, absent if there is none
 * @param stop attribute {@value #STOP}, a {@code Consumer<String>}: called with a one-line reason by an application that must not
 *     continue, on any thread; returns at once
 */
public record Deployment(Path application, Map<String, String> explicit, Optional<Path> config, Consumer<String> stop) {

    static final String EXPLICIT = "org.sippresence.explicit";
    static final String CONFIG = "org.sippresence.config";
    static final String STOP = "org.sippresence.stop";

    /** Set by an application that fails to start: a {@code String}, the line for the operator. */
    static final String FAILURE = "org.sippresence.failure";

    /** Set together with it: an {@code Integer}, the exit code of the process. */
    static final String FAILURE_EXIT = "org.sippresence.failure.exit";

    public Deployment {
        explicit = Map.copyOf(explicit);
    }
}
