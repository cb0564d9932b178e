package org.sippresence.xcap;

/** Carries a {@link Conflict} from nested processing of a document; never leaves the package. */
final class ConflictException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Conflict conflict;

    ConflictException(Conflict conflict) {
        super(conflict.phrase());
        this.conflict = conflict;
    }

    /** Creates the exception for an error element without content. */
    ConflictException(String element, String phrase) {
        this(new Conflict(element, phrase, ""));
    }

    Conflict conflict() {
        return conflict;
    }
}
