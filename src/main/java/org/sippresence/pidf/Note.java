package org.sippresence.pidf;

import java.util.Objects;

/**
 * A human-readable note.
 *
 * @param text verbatim
 * @param lang its {@code xml:lang}, or the empty string
 */
public record Note(String text, String lang) {

    public Note {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(lang, "lang");
    }
}
