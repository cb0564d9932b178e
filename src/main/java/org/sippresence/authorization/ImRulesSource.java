package org.sippresence.authorization;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Aor;

/** Source of message rules outside of this server's database. Thread-safe. */
@FunctionalInterface
public interface ImRulesSource {

    /**
     * Requests a recipient's rules. Does not block.
     *
     * @param filename of the document; directories are separated by slashes
     * @return completes, never exceptionally, with the response or after a timeout; may complete on any thread
     */
    CompletableFuture<Answer> ask(Aor recipient, String filename);

    /** The state of a recipient's rules. */
    sealed interface Answer {

        /**
         * The rules, current or as last retrieved.
         *
         * @param document display name: a path below the XCAP root, or a URI
         */
        record Known(String document, ImRules rules) implements Answer {

            public Known {
                Objects.requireNonNull(document, "document");
                Objects.requireNonNull(rules, "rules");
            }
        }

        /** The recipient has no such document. */
        record Absent() implements Answer {}

        /**
         * The rules could not be retrieved and none are cached.
         *
         * @param document as in {@link Known}
         * @param why one human-readable line
         */
        record Unknown(String document, String why) implements Answer {

            public Unknown {
                Objects.requireNonNull(document, "document");
                Objects.requireNonNull(why, "why");
            }
        }
    }
}
