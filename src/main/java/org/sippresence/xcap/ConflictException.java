package org.sippresence.xcap;

/** Carries a {@link Conflict} from nested processing of a document; never leaves the package. */
final class ConflictException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Conflict conflict;

    ConflictException(Conflict conflict) {
        super(conflict.phrase());
        this.conflict = conflict;
    }

    Conflict conflict() {
        return conflict;
    }
}
