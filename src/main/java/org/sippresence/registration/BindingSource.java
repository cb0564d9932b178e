package org.sippresence.registration;

import java.util.Arrays;
import java.util.Optional;

/** Source of a registered contact. */
public enum BindingSource {
    /** A REGISTER of the user to this server. */
    REGISTER("register"),
    /** A REGISTER that a trusted peer sent on behalf of the user. */
    THIRD_PARTY("third-party"),
    /** The administration interface. */
    REST("rest"),
    /** A client subscription to the registration state at another server (RFC 3680). */
    REG("reg");

    private final String label;

    BindingSource(String label) {
        this.label = label;
    }

    /** Returns the name used in storage and output. */
    public String label() {
        return label;
    }

    /** Returns the source with this label; empty if there is none. */
    public static Optional<BindingSource> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /**
     * Returns whether both sources manage the same set of contacts: all REGISTERs share one set, whoever sent them; each other
     * source has its own.
     */
    boolean shares(BindingSource other) {
        return this == other || (isRegister() && other.isRegister());
    }

    private boolean isRegister() {
        return this == REGISTER || this == THIRD_PARTY;
    }
}
