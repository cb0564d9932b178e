package org.sippresence.access;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;

/** What an operation is about. */
public sealed interface Target {

    /** The whole server. */
    Target SERVER = new Server();

    /** The domain that the target belongs to, in lower case; empty if it belongs to none. */
    Optional<String> domain();

    /** A user. */
    record User(Aor aor) implements Target {
        public User {
            Objects.requireNonNull(aor, "aor");
        }

        @Override
        public Optional<String> domain() {
            return Optional.of(aor.domain()).filter(domain -> !domain.isEmpty());
        }
    }

    /** All users of a domain. */
    record Domain(String name) implements Target {
        public Domain {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public Optional<String> domain() {
            return Optional.of(name);
        }
    }

    /** The whole server. */
    record Server() implements Target {
        @Override
        public Optional<String> domain() {
            return Optional.empty();
        }
    }
}
