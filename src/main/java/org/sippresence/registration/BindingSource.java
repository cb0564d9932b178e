package org.sippresence.registration;

import java.util.Arrays;
import java.util.Optional;

/** Who said that a contact is there. */
public enum BindingSource {
    /** A REGISTER of the user to us. */
    REGISTER("register"),
    /** A REGISTER that a trusted peer sent in the user's stead. */
    THIRD_PARTY("third-party"),
    /** The administration interface. */
    REST("rest"),
    /** A subscription of ours to the registration state that another server holds (RFC 3680). */
    REG("reg");

    private final String label;

    BindingSource(String label) {
        this.label = label;
    }

    /** As it is stored and shown. */
    public String label() {
        return label;
    }

    /** The source with this label; empty if there is none. */
    public static Optional<BindingSource> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /** What is said in REGISTERs is one set of contacts, whoever sent them; each other source has its own. */
    boolean shares(BindingSource other) {
        return this == other || (isRegister() && other.isRegister());
    }

    private boolean isRegister() {
        return this == REGISTER || this == THIRD_PARTY;
    }
}
