package org.sippresence.model;

/**
 * The value of SIP-ETag and SIP-If-Match: identifies one version of one publication (RFC 3903 section 4.1).
 *
 * @param value a SIP token
 */
public record EntityTag(String value) {

    public EntityTag {
        if (value.isEmpty() || value.length() > 64 || !SipToken.isToken(value)) {
            throw new IllegalArgumentException("entity-tag is not a token of 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
