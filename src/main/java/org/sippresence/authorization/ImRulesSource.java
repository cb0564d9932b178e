package org.sippresence.authorization;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Aor;

/** Where rules for messages come from that are not in our own database. Thread-safe. */
@FunctionalInterface
public interface ImRulesSource {

    /**
     * Asks for a recipient's rules. Does not block.
     *
     * @param filename of the document; directories are separated by slashes
     * @return completes, never exceptionally, when the answer is there or was given up; may complete on any thread
     */
    CompletableFuture<Answer> ask(Aor recipient, String filename);

    /** What is known of a recipient's rules. */
    sealed interface Answer {

        /**
         * They are known, as they are now or as they were when they were last found out.
         *
         * @param document for people: a path below our XCAP root, or a URI
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
         * There may be rules, and nobody knows which.
         *
         * @param document as in {@link Known}
         * @param why one line for people
         */
        record Unknown(String document, String why) implements Answer {

            public Unknown {
                Objects.requireNonNull(document, "document");
                Objects.requireNonNull(why, "why");
            }
        }
    }
}
