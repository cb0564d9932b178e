package org.sippresence.pidf;

/** The namespaces of presence documents. */
public final class Namespaces {

    /** The namespace of RFC 3863. */
    public static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    /** The namespace of the drafts before RFC 3863; the elements are the same. */
    public static final String CPIM_PIDF = "urn:ietf:params:xml:ns:cpim-pidf";
    /** The namespace of RFC 4479: person and device. */
    public static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    /** The namespace of RFC 4480. */
    public static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";

    /** OMA's presence attributes, such as willingness. */
    public static final String OMA_PRES = "urn:oma:xml:prs:pidf:oma-pres";
    /** The namespace of RFC 4119: location. */
    public static final String GEOPRIV = "urn:ietf:params:xml:ns:pidf:geopriv10";

    private static final String CPIM_PIDF_EARLY = CPIM_PIDF + ':';

    private Namespaces() {}

    /** Returns the namespace used in parsed trees: both older namespaces of PIDF are mapped to that of the RFC. */
    static String canonical(String uri) {
        return uri.equals(CPIM_PIDF) || uri.equals(CPIM_PIDF_EARLY) ? PIDF : uri;
    }
}
