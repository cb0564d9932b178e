package org.sippresence.model;

import java.util.Locale;

/**
 * A media type without its parameters, in lower case, such as {@code application/pidf+xml}.
 *
 * @param type the part before the slash
 * @param subtype the part after the slash
 */
public record MediaType(String type, String subtype) {

    public static final MediaType PIDF = new MediaType("application", "pidf+xml");

    public MediaType {
        type = type.toLowerCase(Locale.ROOT);
        subtype = subtype.toLowerCase(Locale.ROOT);
        if (!SipToken.isToken(type) || !SipToken.isToken(subtype)) {
            throw new IllegalArgumentException("bad media type");
        }
    }

    /**
     * Parses a Content-Type or one element of Accept; drops parameters.
     *
     * @throws IllegalArgumentException if there is no {@code type/subtype}
     */
    public static MediaType parse(String text) {
        int semicolon = text.indexOf(';');
        String bare = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        int slash = bare.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("bad media type");
        }
        return new MediaType(
                bare.substring(0, slash).strip(), bare.substring(slash + 1).strip());
    }

    /** Whether this range of an Accept header, such as {@code application/*}, includes the other type. */
    public boolean accepts(MediaType other) {
        return (type.equals("*") || type.equals(other.type)) && (subtype.equals("*") || subtype.equals(other.subtype));
    }

    @Override
    public String toString() {
        return type + '/' + subtype;
    }
}
